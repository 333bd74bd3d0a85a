"""Names of our own world: who bears one, or hears of it, speaks of it without meaning any show."""

from __future__ import annotations

from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


GIVEN: Final = _set(
    """
    aaron abby abigail adam adrian agnes aidan al alan albert alec alejandro alex alexander alexandra alfred ali
    alice alicia alina alison allison alma amanda amber amelia amir amy ana anastasia andre andrea andrei andrew
    andy angela angelica anita ann anna annabel anne annie anthony anton antonio archie ariel arnold arthur ash
    ashley audrey austin ava barbara barry beatrice becky bella ben benjamin benny bernard bert beth betty
    bianca bill billy blake bob bobby boris brad bradley brandon brenda brett brian bridget brooke bruce bruno
    bryan caleb callum cameron camilla carl carla carlos carmen carol caroline carrie casey catherine cecilia
    celia charles charlie charlotte chelsea chloe chris christian christina christine christopher cindy claire
    clara clark claudia clayton clint cole colin connor corey craig curtis cynthia daisy damian damon dan dana
    daniel daniela danny daphne darius darren dave david dawn dean debbie deborah denise dennis derek dev diana
    diane dick diego dominic don donald donna doris dorothy doug douglas drew duncan dylan earl eddie edgar
    edith edward edwin eileen elaine eleanor elena eli elias elijah elisa elizabeth ella elliot elliott ellis
    elsa emil emilia emily emma enrique eric erica erik erin ernest esther ethan eugene eva evan eve evelyn
    faith fatima felix fernando finn fiona florence frances francis frank fred freddie gabriel gail gareth gary
    gavin gene geoff george georgia gerald gerard gerry gina glen glenn gloria gordon grace graham grant greg
    gregory greta gus guy gwen hank hannah hans harold harriet harrison harry harvey heather hector heidi helen
    helena henry herbert hilary holly homer hope howard hugh hugo ian igor inga ingrid irene iris isaac isabel
    isabella isaiah ivan ivy jack jackie jackson jacob jade jake james jamie jan jane janet janice jared jasmine
    jason jay jean jeff jeffrey jen jenna jennifer jenny jeremy jerome jerry jesse jessica jill jim jimmy jo
    joan joanna joe joel johan john johnny jon jonas jonathan jordan jorge jose joseph josephine josh joshua joy
    joyce juan juanita judith judy julia julian julie juliet jun june justin karen karl kate katherine kathleen
    kathy katie katrina kay keith kelly ken kenneth kenny kevin kim kimberly kirk kristen kurt kyle lara larry
    laura lauren laurence lawrence lee leila lena leo leon leonard leroy leslie lewis li liam lillian lily linda
    linus lisa liz lloyd lois lola lopez lorenzo lorraine louis louisa louise lucas lucia lucille lucy luis luke
    luna lydia lynn mabel mac maggie manuel marcel marco marcus margaret margo maria marian marie marilyn mario
    marion mark marlon marsha martha martin marvin mary mason matt matthew maureen maurice max maxim maxine may
    megan mel melanie melissa meredith mia michael michaela michelle miguel mikael mike mikhail mila miles milo
    mina miranda miriam mitch moe mohamed molly mona monica morgan morris moses muriel myra nadia nancy naomi
    natalia natalie natasha nathan neil nelson nicholas nick nico nicola nicole nigel nina noah noel nora norma
    norman olga oliver olivia omar oscar otto owen pablo pam pamela parker pat patricia patrick patty paul paula
    pavel pedro peggy penny percy perry pete peter petra phil philip phoebe pierre piotr polly quentin rachel
    ralph ramon randy raphael raul ray raymond rebecca reggie regina rex ricardo rich richard rick ricky rita
    rob robert roberta roberto robin rocco rodney roger roland roman ron ronald rosa rose rosie ross roy ruben
    ruby rudy rufus rupert russell ruth ryan sabrina sally sam samantha samuel sandra sara sarah sasha saul
    scott sean sebastian serena serge seth shane shannon sharon shaun sheila sherry shirley sid sidney silvia
    simon sofia sonia sophia sophie spencer stan stanley stefan stella stephanie stephen steve steven stuart sue
    sunny susan sven sylvia tamara tanya tara ted teddy terence teresa terry theo theodore theresa thomas tim
    timothy tina toby todd tom tommy tony tracy travis trent trevor tristan troy tyler valentina valerie vanessa
    vera vernon veronica vicky victor victoria vince vincent viola violet virginia vladimir walt walter wanda
    warren wayne wendy wesley wilbur will william willie willow winston xavier yolanda yvonne zach zachary zelda
    zoe
    """
)
"""Common given names: anybody in the chat, or whom they know, may be called that."""

SELDOM: Final = _set(
    """
    aaliyah abe ada addison ahmed aisha aj akira aleksei alessandro alexei alexey amelie amit amos anders angus
    anil anya aoife aria arjun arkady asher astrid aubrey aurora bjorn bo brianna bronwyn bud buzz camille
    carmine chen chip chuck ciaran cj claude cliff clyde colm cory costa dale darnell declan deepak deke deshawn
    dieter dilys dimitri dj dmitri dmitry dwight edi elmer elodie emiliano eoin ezekiel ezra fergus finley floyd
    francesca freya fyodor galina gerardo giovanni giulia goran graciana grigory hailey hal haley hamish hao
    harper haruto hassan hazel heinz hiroshi hobie hyun ida ilya imran ines ira irina irv irving jacques javier
    jeremiah ji jj jodi jonah jung jurgen katya kayla keisha kelsey kenji khalid kit klaus konstantin krys kumar
    lance lane lars latoya layla len lenny lev levi liesel lindsay lindsey lou luc luca ludmila lyle madison
    malachi marge margot mateo mathias matteo mckenzie mei micah michel min ming mohammed morag mort morty
    murray myron nadya natalya neal ned niamh nikita nikola nikolai nils norm nova octavio ole oleg orson
    orville otis padraig penelope priya pyotr quinn rafael rahul raj ravi rhys riley rolf rory roscoe rusty
    sakura sal sanjay santiago savannah seamus sergei sergey shantel shelby sigrid silas siobhan skip sonny
    sonya soo spike stepan stu sunil svetlana takeshi tariq tatiana terrence tex tj tracey trey ty tyrone vasili
    vasily vern vic vikram viktor vito wally ward wei wes woody wrenn wubbo wyatt yara yevgeny yuki yuri yusuf
    yves zack zane zara
    """
)
"""Given names that are less common in a chat."""

SURNAMES: Final = _set(
    """
    adams allen anderson bailey baker bell bennett boyd brooks brown bryant butler campbell carter clark collins
    cook cooper cox cruz davis diaz edwards evans fisher flores foster garcia gomez gonzalez gray green griffin
    hall harris hayes henderson hernandez hill howard hughes jackson james jenkins johnson jones kelly kennedy
    kim king lee lewis long lopez martin martinez miller mitchell moore morgan morris morrison murphy myers
    nelson nguyen ortiz palmer parker patterson perez perry peterson phillips powell price ramirez reed reyes
    reynolds richardson rivera roberts robinson rodriguez rogers ross russell ryan sanchez sanders scott simmons
    smith stewart sullivan taylor thomas thompson torres turner walker ward washington watson webster white
    williams wilson wood wright young
    """
)
"""Common family names, which say little alone."""

FAMILIES: Final = _set(
    """
    aguilar ahmed alexander ali alves armstrong arnold austin barrett bartlett barton bassett bauer becker
    beckett bennet benton bianchi bishop black blackwell bowen bowers bowman boyle bradford bradley brady bragg
    brennan briggs brock buchanan burgess burke burns burton byrd byrne cain calhoun callahan cameron cannon
    cantrell carlson carpenter carr carrillo carroll carson cassidy castillo castro chandler chang chapman
    chavez chen cho choi christian church clarke clayton clements cline cobb cochran cohen cole coleman compton
    conner conti conway cortez costa craig crawford crosby cunningham curry curtis dalton daniels daugherty
    davenport davidson dawson dean delgado dennis denton dickerson dillon dixon doherty dorsey douglas downs
    doyle drake dudley duke duncan dunn dunne duran dyer eaton elliott ellis emerson erickson esposito estes
    estrada farley farmer farrell fedorov ferguson fernandez ferrari ferreira fischer fitzgerald fleming
    fletcher flynn forbes ford foreman fowler fox franco frank franklin fraser frazier frederick freeman french
    friedman frost fuller fulton gallagher galloway gardner garner garrett garrison garza gates gay george
    gibson gilbert gilmore glenn glover goldberg goodman goodwin gordon gould graham grant graves greene
    griffith gross guerrero guo gupta gutierrez hale hamilton hammond hampton han hansen hanson hardin harding
    hardy harmon harper harrell harrison hart harvey hatfield hawkins hayden haynes heath hendricks henry
    hensley herrera hess hicks hilliard hilton hobson hodge hodges hoffman hoffmann hogan holcomb holland holmes
    hood hooper hoover hopkins horn horton horvat house houston howell hu huang hubbard hudson huff hull
    humphrey hunt hunter hurley hurst hussain huston ingram ito ivanov jacobs jang jarrett jarvis jefferson
    jennings jensen jimenez johnston jordan joseph joyce kane kaplan katz kavanagh keane keller kelley kemp
    kenton kerr khan kirby kirk klein knight kobayashi koch kowalski kozlov kumar kuznetsov lamb lambert landry
    lane larson lawrence lawson lawton leach lebedev leblanc lester levy lim lima lin little liu lloyd logan
    lombardi love lowe lowery lucas luo lynch lyons ma macdonald mack mackenzie maclean malone mann manning
    marino marks marshall mason massey matthews maxwell may mayer maynard mccall mccarthy mccoy mcdonald mcgee
    mcguire mckee mckinney mclaughlin mcmahon medina melton mendez mendoza mercer merritt meyer meyers middleton
    miles mills milton molina monroe montgomery moody moon morales moran moretti morozov morton moses moss
    mullen mullins murray nakamura nash neal neumann newman newton nichols nixon noble nolan norton novak
    novikov nowak obrien odonnell oliveira oliver olson oneal orlov orr ortega osborne owens pace page paine
    park pate patel patrick patton paul pavlov payne payton pearson peck pennington pereira perkins peters
    petrov pham pierce pittman poole pope popov porter potter potts powers pratt preston prince pruitt pugh
    quinn ramos ray raymond reese reeves reid rhodes ricci rice richard richards richmond riddle riggs riley
    rios roach robbins roberson robertson robles rodgers rojas rollins roman romano romanov rosa rosario rose
    rosen rossi roth rowe rowland roy ruiz rush russo salazar salinas sandman santos sato savage sawyer schmidt
    schneider schroeder schultz schwarz sears serrano sexton shah sharma sharp shaw shelton sheppard sherman
    shields silva simpson sims sinclair singh skinner sloan smirnov snyder sokolov solis solomon soto souza
    sparks spears spencer stafford stark steele stein stephens stevens stokes stone stout strickland strong
    stuart sun sutton suzuki swanson sweeney sweet tanaka tang tate terrell terry thornton tillman todd townsend
    tran trujillo tucker tyler tyson underwood valdez valencia valentine vance vargas vasquez vaughn vega
    velasquez velez vincent vinson volkov wade wagner wall wallace walls walsh walter walters walton wang ware
    warner warren watanabe waters watkins watt watts waverly weaver webb weber weeks weiss welch wells west
    weston wheeler whelan whitaker whitehead whitfield whitley wilcox wiley wilkerson wilkins wilkinson william
    williamson willis winston winters wise wolf wolfe woodard woods woodward wu wyatt yamamoto yang yates yoon
    york zhang zhao zhou zhu zimmerman
    """
)
"""Family names that are less common."""

WORLD: Final = _set(
    """
    africa alabama alaska albuquerque aldrin algeria algiers amazon america american amsterdam anchorage
    andropov arctic argentina arizona arkansas arlington armstrong asia athens atlanta atlantic austin australia
    austria baghdad baikonur baltimore bangalore bangkok barcelona beijing beirut belfast belgium belgrade
    berlin biden bilbao birmingham bogota bolivia bologna bordeaux boston braun brazil brezhnev bristol britain
    british brussels bucharest budapest bulgaria bush cairo calcutta california cambodia cambridge canada
    canadian capetown caracas cardiff casablanca castro chicago chile china chinese churchill cia cincinnati
    cleveland clinton collins cologne colombia colorado croatia cuba czech dakota dallas damascus danish
    delaware delhi denmark denver detroit dhaka doha dresden dubai dublin ecuador edinburgh egypt eisenhower
    england english ethiopia europe european fbi finland finnish florence florida france frankfurt french
    gagarin geneva georgia german germany glasgow glenn gorbachev gore greece grissom haiti hamburg hanoi havana
    hawaii helsinki hiroshima hitler hollywood honolulu houston hungary idaho illinois india indian indiana
    indonesia iowa iran iraq iraqi ireland irish israel istanbul italian italy jakarta jamaica japan japanese
    jefferson jersey jerusalem johannesburg johnson kamchatka kansas karachi kazakhstan kennedy kentucky kenya
    khrushchev kiev korea korean korolev krakow kuala kyiv kyoto lagos laos lebanon leeds leipzig lenin leonov
    lima lincoln lisbon liverpool london louisiana lovell lyon madrid maine malaysia manchester manhattan manila
    mao marseille maryland massachusetts melbourne memphis mexican mexico miami michigan milan milwaukee
    minneapolis minnesota mississippi missouri mongolia montana montreal morocco moscow mumbai munich nairobi
    naples napoleon nasa nashville nato nebraska nepal nevada newcastle nigeria nixon norway norwegian oakland
    obama ohio oklahoma omaha oregon orlando osaka oxford pacific pakistan paris pennsylvania peru philadelphia
    philippines phoenix pittsburgh poland polish porto portugal portuguese prague princeton putin pyongyang
    qatar reagan riyadh romania rome roosevelt russia russian sacramento saigon santiago saudi scotland seattle
    seoul serbia seville shanghai sheffield shepard siberia singapore slovakia sofia soviet spain spanish stalin
    stockholm stuttgart sweden swiss switzerland sydney syria taipei taiwan tampa tehran tennessee tereshkova
    texas thailand thatcher tibet tokyo toronto toulouse truman trump tucson tulsa tunis tunisia turin turkey
    ukraine ukrainian utah valencia vatican vegas venice vermont vienna vietnam vietnamese virginia vladivostok
    warsaw washington wisconsin wyoming yeltsin yemen york zagreb zurich
    """
)
"""Places, peoples and people of our own world, of whom one speaks without meaning any show."""

UNCOMMON: Final = _set(
    """
    apollo artemis athena atlantis buran cassini challenger columbia curiosity discovery dragon endeavour
    energia falcon galileo gazprom gemini glasnost goldilocks gru helios helix hermes hubble huntsville interpol
    jamestown jupiter kepler kgb korolev kremlin kronos leningrad luna lunokhod magellan mi5 mi6 mir mossad
    nautilus nebula nkvd odyssey opportunity orion pathfinder peacekeeper peacekeepers pentagon perestroika
    perseverance pioneer polaris popeye proton pulsar ranger roscosmos saturn shackleton skylab sojourner soviet
    soviets soyuz spirit spitzer sputnik starliner starship surveyor titan ussr viking voskhod vostok voyager
    webb zenith
    """
)
"""Words of our own world of which people seldom speak."""

IDIOMS: Final = _set(
    """
    challenger curiosity discovery dragon falcon gemini goldilocks helix jupiter luna mercury nautilus nebula
    odyssey opportunity orion pathfinder peacekeeper peacekeepers perseverance phoenix pioneer polaris pulsar
    ranger saturn spirit titan viking voyager zenith
    """
)
"""Those of them that are also said of other things, in small letters."""
