"""Words whose meaning the guard has to know: what is everyday language, what is a common name, what speaks of a show.

An everyday word that is also a name (Rich, Legacy, The Grey) is no name unless what stands around it says so.
"""

from __future__ import annotations

from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


EVERYDAY: Final = _set(
    """
    a ability able about above abroad abyss accept access accident account ace achieve across act action active
    actor add address admit adult advance advice affair afraid after again against age agency agent ago agree ahead
    aid aim air alarm album alien alive all allow ally almost alone along already also alter always amazing amber
    among amount an anchor ancient and angel anger angle angry animal another answer any anybody anyone anything
    apart apple april arch area argue arm armor army around arrange arrest arrive arrow art as ash ask asleep at
    atlas atom attack attempt attic august author autumn average avoid awake award aware away axe baby back bad bag
    bait bake balance ball band bank bar bare bargain bark baron barrel base basic basin basket bat bath battle bay
    be beach beacon beam bear beard beast beat beautiful beauty because become bed bee beer before begin behind
    being believe bell belong below belt bench bend beneath bent berry beside best bet betray better between beyond
    big bill bind bird birth bishop bit bite bitter black blade blame blank blaze bleed bless blind block blood
    bloom blow blue blur board boat bob body boil bold bolt bomb bond bone book boot border bore born boss both
    bottle bottom bound bow bowl box boy brain branch brand brave break breath breed breeze brick bride bridge
    brief bright bring broad broke brook brother brown brush bubble buck bud build bull bullet burn burst bury bus
    bush business busy but butcher butter button buy buzz by cabin cage cake call calm camera camp can candle candy
    cap captain car card care carpenter carry carter cart case cash cast castle cat catch cause cave cell center
    central centre certain chain chair chamber champion chance change changer channel chapel chapter charge charm
    chase cheap check cheer chef chess chest chief child children choice choose christmas church circle city civil
    claim clan clark class clay clean clear clerk clever cliff climb clock close cloth cloud club coach coal coast
    coat code coffee coin cold collar collect college colony color colour combat come comet comfort command
    commander common community companion company complete computer condition congress connect conquest console
    control cook cool copper copy coral core corn corner cost cotton could council count country county courage
    course court cousin cover cow craft crane crash crater crazy create creek crew crime crisis crop cross crow
    crowd crown cruel cruise cry crystal cube cup cure curious current curse curtain curve cut cycle dad dale damage
    damn dance danger dare dark dash date daughter dawn day dead deal dean dear death debt decade decide deck deep
    deer defense defence delta demon den deny depth desert desire destiny destroy detail deuce dev devil diamond die
    different dig dinner direct director dirt dirty discover disk distance dive divide do doctor dog doll dollar
    domino don done dont door double doubt dove down dr dragon dragonfly drake drama draw dream dress drift drink
    drive driver drop drum dry duck due duke dull dumb during dust duty dwarf each eagle early earn earth ease east
    easy eat echo eclipse eden edge edit eight either elder election electric eleven else embassy ember emperor
    empire empty end enemy energy engage engagement engine engineer enough enter equal era error escape eve even
    evening event ever every everybody everyone everything evil exact exile exit expect express eye face fact fade
    fail fair fairy faith falcon fall false fame family famous fan far farm farmer fashion fast fat fate father
    fault favor fear feast feather federal feed feel fellow fence ferry fever few field fifty fifth fight file fill
    film final find fine finger finish fire firm first fish fisher fit five fix flag flame flash flat fleet flesh
    flight flip float flood floor flower fly focus fog fold follow food fool foot for forbidden force ford forest
    forever forge forget forgive fork form fort fortune forty forward fountain four fourth fox frame frank free
    freedom freeze fresh friday friend friendship from front frost fruit fuel full fun funny further fury future
    gain galaxy gale game gap garden gardener gas gate gather gem gemini gene general gentle gentleman ghost giant
    gift girl give glad glass globe gloria glory glow go goal goat god gold golden good goose gordon gore government
    governor grace grain grand grandfather grandmother grant grass grave gravity gray great greed green grey grid
    grief grim grip ground group grove grow guard guess guest guide guilt gun guy habit hail hair half hall hammer
    hand handle hang happen happy harbor harbour hard harm harmony hart harvest hat hate haunt have haven hawk he
    head heal health heart heat heaven heavy hell hello help helix her here heritage hero hey hi hidden hide high
    hill him his history hit hold hole holiday hollow holly holy home honest honey honor honour hook hope horizon
    horn horse hospital host hot hotel hound hour house how hub hug huge human humble hundred hunger hunt hunter
    hurt husband i ice icon idea idol if ill image imagine in indeed independence index inner innocent inside
    instead into invisible iron is island issue it ivy jack jacket jade jail jam jar jasmine jay jazz jet jewel job
    join joint joke joker jones journey joy judge judgment jump june jungle jury just justice keen keep key kick kid
    kill kind king kingdom kiss kite knee knife knight knock knot know lab labor lace lack lad lady lake
    lamb lamp land lane large lark last late laugh launch laurel law lawn lay lead leader leaf league learn
    least leather leave lee left leg legacy legend lemon lend less lesson let letter level liberty library lie life
    lift light lighthouse like lily limit line link lion lip list listen lithium little live load loan lock log lone
    lonely long look loop lord lose loss lost lot loud love low loyal luck lucky lunch mad madam magic maid mail
    main major make male mall man manage manor many map marble march marine mark market marriage marry mars martian
    mask mason mass master match mate matter maverick may maybe mayor me meadow mean measure meat medal meet melody
    member memory mend mercury mercy mere merry mess message metal middle midnight might mild mile miles milk mill
    miller mind mine miner minister minor minute miracle mirror miss mission mist mister mistake mix model modern
    moment monday money monk monkey monster month mood moon moor more morning most mother motion motor mount
    mountain mouse mouth move movie mr mrs ms much mud mule murder muse music must my mystery myth nail naked name
    narrow nation native nature naval navigator navy near neck need neighbor nest net never new news next nice
    nickel night nine no noble nobody noise none noon nor normal north northern nose not note nothing notice nova
    now number nurse oak oath object ocean october odd of off offer officer official often oil old olive on
    once one only onto open operation or oracle orange orbit orchard order orphan other our out outlaw outpost
    outside over owe owl own pace pack page pain paint pair palace pale palm palmer panic paper parade paradise
    parent park parker parrot part partner party pass past path patient patrol pay peace peach peak peanut pearl pen
    penny people pepper perfect perhaps person phantom phone piano pick picture piece pier pig pike pilgrim pilot
    pin pine pink pioneer pipe pirate pit place plague plain plan plane planet plant plastic plate play player
    please pledge plenty plot plus pocket poem poet point poison polar pole police politics pond pool poor pop pope
    port porter post pot potter pound power practice pray precious prepare present president press pretty price
    pride priest prime prince princess print prison private prize probe problem produce program project promise
    proof proper prophet protect proud prove public pull punch pure purple purpose push put queen quest question
    quick quiet quit quite rabbit race rage rail rain rainbow raise ranch range ranger rank rapid rare rat rate
    raven raw ray razor reach read ready real realm reaper reason rebel record red reed reef reform refuge regret
    reign reject relief religion remember remote remove rent repair repeat report republic rescue resistance rest
    return reveal revenge revolution reward rhythm rich ride rider ridge right ring riot rise risk ritual river road
    roar rob robe robin rock rocket rod role roll roof room root rope rose rough round route row royal ruby ruin
    rule run runner rupture rush rust sacred sacrifice sad saddle safe safety saga sage sail sailor saint sake salt
    same samurai sand sandman save savage saw say scale scar scare scene school science score scout scream screen
    sea seal search season seat second secret secretary section security see seed seek seem self sell senator send
    sense sentinel september serious servant serve service set settle seven seventh shade shadow shake shallow shame
    shape share shark sharp she sheep shell shelter shepherd sheriff shield shift shine ship shirt shock shoe shoot
    shop shore short shot should shoulder shout show shower shut shy sick side siege sight sign signal silence
    silent silk silver simple sin since sing single sink sir sister sit site six sixth size skill skin skip sky
    slave sleep slice slide slip slow small smart smile smith smoke smooth snake snow so soccer social society soft
    soil sol solar soldier solid solo some somebody someone something sometimes son song soon sorrow sorry soul
    sound source south southern sovereign space spade spare spark speak special speed spell spend spider spike spin
    spirit split spoil spoon sport spot spring spy square squad stable staff stage stain stair stake stalker stand
    star stark start state station statue stay steal steel steep stem step stern stick still sting stock stone stop
    store storm story straight strange stranger stream street strength stress strike string strong struggle student
    stuff style success such sudden suffer sugar suit sum summer summit sun sunday sunny sunset super supper sure
    surface surprise surrender survive sweet swift swim swing sword symbol system table tail take tale talk tall
    tank target task taste tavern tax taylor tea teach teacher team tear tell temple ten tender tension term terror
    test than thanks that the their them theme then there they thick thief thin thing think third thirteen this
    thorn thousand thread threat three throne through throw thunder tide tie tiger tight time tin tiny tip tired
    title to today together tomorrow tone tonight too tool tooth top torch total touch tour tower town toy trace
    track trade tradition trail train traitor trap travel traveler treasure tree trial triage tribe trick trip
    triumph trouble truck true trust truth try tunnel turn twelve twenty twin twist two type ugly ultimate uncle
    under union unit unite unity universe unknown until up upon us use usual vacation vale valley value vampire
    vault vehicle veil venture verdict very vessel veteran vice victim victory view viking village villain vine
    violet viper virgin virtue virus vision visit voice void volume vote voyage vulture wade wait wake walk walker
    wall wander want war ward warden warm warn warrior wash watch water wave way we weak wealth weapon wear weather
    weave weaver web webster wedding week weight welcome well west western whale what wheat wheel when where which
    while whip whisper white who whole why wicked wide widow wife wild wilderness will win wind window wine wing
    winner winter wire wise wish witch with within without witness wizard wolf woman women wonder wood wooden word
    work worker world worm worry worse worst worth would wound wrath wreck wrong yard year yellow yes yesterday yet
    yield you young your youth zero zone perfect plans laid martian first hull
    """
)

GIVEN: Final = _set(
    """
    aaron abby abigail adam adrian agnes aidan al alan albert alec alejandro alex alexander alexandra alfred ali
    alice alicia alina alison allison alma amanda amber amelia amir amy ana anastasia andre andrea andrei andrew
    andy angela angelica anita ann anna annabel anne annie anthony anton antonio archie ariel arnold arthur ash
    ashley audrey austin ava barbara barry beatrice becky bella ben benjamin benny bernard bert beth betty bianca
    bill billy blake bob bobby boris brad bradley brandon brenda brett brian bridget brooke bruce bruno bryan caleb
    callum cameron camilla carl carla carlos carmen carol caroline carrie casey catherine cecilia celia charles
    charlie charlotte chelsea chloe chris christian christina christine christopher cindy claire clara clark claudia
    clayton clint cole colin connor corey craig curtis cynthia daisy damian damon dan dana daniel daniela danny
    daphne darius darren dave david dawn dean debbie deborah denise dennis derek dev diana diane dick diego dominic
    don donald donna doris dorothy doug douglas drew duncan dylan earl eddie edgar edith edward edwin eileen elaine
    eleanor elena eli elias elijah elisa elizabeth ella elliot elliott ellis elsa emil emilia emily emma enrique
    eric erica erik erin ernest esther ethan eugene eva evan eve evelyn faith fatima felix fernando finn fiona
    florence frances francis frank fred freddie gabriel gail gareth gary gavin gene geoff george georgia gerald
    gerard gerry gina glen glenn gloria gordon grace graham grant greg gregory greta gus guy gwen hank hannah hans
    harold harriet harrison harry harvey heather hector heidi helen helena henry herbert hilary holly homer hope
    howard hugh hugo ian igor inga ingrid irene iris isaac isabel isabella isaiah ivan ivy jack jackie jackson jacob
    jade jake james jamie jan jane janet janice jared jasmine jason jay jean jeff jeffrey jen jenna jennifer jenny
    jeremy jerome jerry jesse jessica jill jim jimmy jo joan joanna joe joel johan john johnny jon jonas jonathan
    jordan jorge jose joseph josephine josh joshua joy joyce juan juanita judith judy julia julian julie juliet jun
    june justin karen karl kate katherine kathleen kathy katie katrina kay keith kelly ken kenneth kenny kevin kim
    kimberly kirk kristen kurt kyle lara larry laura lauren laurence lawrence lee leila lena leo leon leonard leroy
    leslie lewis li liam lillian lily linda linus lisa liz lloyd lois lola lopez lorenzo lorraine louis louisa
    louise lucas lucia lucille lucy luis luke luna lydia lynn mabel mac maggie manuel marcel marco marcus margaret
    margo maria marian marie marilyn mario marion mark marlon marsha martha martin marvin mary mason matt matthew
    maureen maurice max maxim maxine may megan mel melanie melissa meredith mia michael michaela michelle miguel
    mikael mike mikhail mila miles milo mina miranda miriam mitch moe mohamed molly mona monica morgan morris moses
    muriel myra nadia nancy naomi natalia natalie natasha nathan neil nelson nick nicholas nico nicola nicole nigel
    nina noah noel nora norma norman olga oliver olivia omar oscar otto owen pablo pam pamela parker pat patricia
    patrick patty paul paula pavel pedro peggy penny percy perry pete peter petra phil philip phoebe pierre piotr
    polly quentin rachel ralph ramon randy raphael raul ray raymond rebecca regina reggie rex ricardo rich richard
    rick ricky rita rob robert roberta roberto robin rocco rodney roger roland roman ron ronald rosa rose rosie ross
    roy ruben ruby rudy rufus rupert russell ruth ryan sabrina sally sam samantha samuel sandra sara sarah sasha
    saul scott sean sebastian serena serge seth shane shannon sharon shaun sheila sherry shirley sid sidney silvia
    simon sofia sonia sophia sophie spencer stan stanley stefan stella stephanie stephen steve steven stuart sue
    sunny susan sven sylvia tamara tanya tara ted teddy terence teresa terry theo theodore theresa thomas tim
    timothy tina toby todd tom tommy tony tracy travis trent trevor tristan troy tyler valentina valerie vanessa
    vera vernon veronica vicky victor victoria vince vincent viola violet virginia vladimir walt walter wanda warren
    wayne wendy wesley wilbur will william willie willow winston xavier yolanda yvonne zach zachary zelda zoe
    """
)
"""Common given names: anybody in the chat, or whom they know, may be called that."""

SURNAMES: Final = _set(
    """
    adams allen anderson bailey baker bell bennett boyd brooks brown bryant butler campbell carter clark collins
    cook cooper cox cruz davis diaz edwards evans fisher flores foster garcia gomez gonzalez gray green griffin hall
    harris hayes henderson hernandez hill howard hughes jackson james jenkins johnson jones kelly kennedy kim king
    lee lewis long lopez martin martinez miller mitchell moore morgan morris morrison murphy myers nelson nguyen
    ortiz parker patterson perez perry peterson phillips powell price ramirez reed reyes reynolds richardson rivera
    roberts robinson rodriguez rogers ross russell ryan sanders sanchez scott simmons smith stewart sullivan taylor
    thomas thompson torres turner walker ward washington watson webster white williams wilson wood wright young
    """
)
"""Common family names, which say little alone."""

WORLD: Final = _set(
    """
    africa alabama alaska amazon america american amsterdam arctic argentina arizona arkansas arlington asia athens
    atlanta atlantic australia austria baltimore barcelona beijing belgium berlin boston brazil britain british
    brussels budapest cairo california cambridge canada canadian chicago china chinese cia clinton colorado cuba
    dakota dallas delaware denver detroit dublin edinburgh egypt england english europe european fbi florida france
    french geneva georgia german germany gorbachev greece hawaii helsinki hollywood houston idaho illinois india
    indian indiana iowa iran iraq ireland irish israel istanbul italian italy japan japanese jerusalem jersey
    kamchatka kansas kennedy kentucky kiev korea korean kyiv lisbon london louisiana madrid maine manchester
    manhattan maryland massachusetts melbourne memphis mexican mexico miami michigan milan minnesota mississippi
    missouri montana montreal moscow munich nasa nato nebraska nevada nixon norway ohio oklahoma oregon oxford
    pacific pakistan paris pennsylvania philadelphia poland portugal prague reagan rome russia russian scotland
    seattle seoul shanghai siberia singapore soviet spain spanish stockholm sweden swiss switzerland sydney
    tennessee texas tokyo toronto turkey ukraine utah vatican venice vermont vienna vietnam virginia warsaw
    washington wisconsin wyoming zurich aldrin armstrong phoenix
    """
)
"""Names of our own world, of which people speak without meaning any show."""

UNCOMMON: Final = _set(
    """
    apollo buran kgb gemini glasnost goldilocks helios huntsville kronos leningrad orion pathfinder peacekeeper
    peacekeepers perestroika polaris popeye roscosmos skylab sojourner titan zenith nebula pulsar odyssey helix
    artemis hermes athena nautilus endeavour discovery challenger columbia atlantis
    """
)
"""Words of our own world of which people seldom speak."""

SMALL: Final = _set("a an and at by de for from in la of on or the to upon von with")
"""Words of a name whose case says nothing."""

SHOW: Final = _set(
    """
    season seasons episode episodes ep eps show scene scenes finale premiere character characters plot storyline arc
    subplot spoiler spoilers spoil spoils actor actress cast casting recast plays played joins joined series
    timeline cliffhanger pilot spinoff ending villain showrunner screentime call called named s1 s2 s3 s4 s5 s6 s7
    s8 s9
    """
)
"""Words that speak of a show."""

STORY: Final = _set(
    """
    base crew mars moon astronaut astronauts cosmonaut cosmonauts asteroid rover orbit crater spaceship shuttle
    mission launch lands landing heist coup defects defected dies died dead kill kills killed shot murdered married
    marries wedding pregnant betrays betrayed blackmailed exile exiled rescue rescued soviets soviet ship ships
    rocket rockets capsule habitat hab colony base burn strike president elected lunar martian
    """
)
"""Words that stories are told with."""

TITLE: Final = _set(
    """
    episode ep called titled named title watched rewatched finished saw watch rewatch watching rewatching finale
    hour chapter
    """
)
"""Words beside which a title stands."""

OTHER: Final = _set(
    """
    accounting airport album albums alert allergy anime app apps art author avatar bake baked ballet band bands
    banner barber baseball basketball bbc beach beer bible bird birds book books brand breakfast browser bucks
    burger butter cafe cake cakes campaign camping car cars cartoon cartoons cats championship channel chat
    cheese chess class climate club code coding coffee colleague colleagues college comic comics concert cook cooked
    cookie cookies cooking cow customer customers degree dentist dictionary discord discount doctorate documentary
    dogs dollars drawing drawings draws drew driver dumplings emote emotes essay euro euros exam exhibition
    fanart fifa film films flight flights flower flowers font football fries gallery game games garden gif gifs god
    gods golf greek groceries group guide guitar gym hbo heat hiking historical history hockey holiday holidays
    homework honeymoon horse hostel hot invented invite keyboard kimchi kitten lake laptop latin lawyer
    league lecture lectures link lunch mall manga marathon market marketing match meaning means meme memes
    mods movie movies museum music myth mythology netflix novel novels olympics opera orchestra
    painted painting parking pasta pc phd phone piano pin pinned pizza player players playlist plumber poem poet
    poetry poker policy poll pond post posted posts price prices printer prof professor pronounced puppy quartet
    queue quiz radio rain rainy reading recipe recommended recommends renamed rent restaurant router salad salary
    sale sandwich sang saxophone schedule science scout server servers sheep shop shopping siege singer sings
    sitcom skiing snow soccer software song songs soup spanish spelled station sticker stickers subway summer sunny
    surname surnames tabletop taxes tea team tennis tent theater theatre thesis thriller thrillers tour traffic tree
    trees trip truck university update updates vacation vinyl weather wifi winter word words yoga zone
    """
)
"""Words that speak of something else."""

REACTION: Final = _set(
    """
    love loved best worst favourite favorite fave good great amazing awesome boring slow tense brutal underrated
    overrated banger masterpiece cry cried crying tears wow insane wreck wrecked speechless peak incredible perfect
    perfection weird weirdest horrible terrible awful stunning iconic chills sad saddest rough
    """
)
"""Words of those who have just watched something."""

PEOPLE: Final = _set(
    """
    friend mate buddy brother sister mum mom dad mother father uncle aunt cousin nephew niece son daughter wife
    husband partner boyfriend girlfriend neighbour neighbor colleague coworker boss teacher roommate flatmate
    grandma grandpa nan gran grandmother grandfather barber doctor friends student landlord dentist
    """
)
"""Whom people know."""

CALLS: Final = _set("hey hi hello thanks thx ta ok okay welcome dear bye yo cheers sorry @ congrats ask")
"""Words that people are spoken to with."""

_ACTS: Final = _set(
    """
    use get go say tell know want look make take find give come turn work run die kill live leave sell buy marry love
    hate save help steal show join become stay deserve lock keep move send bring try think need start stop ask call
    drive land meet lie hide fight see ruin hit fly explode crash win lose put beat toast break threaten lead speak
    talk walk cheat betray defect escape spy raise drop open close shoot sing dance drink smoke sleep wake jump fall
    hold carry pull push cry laugh smile scream shout wait watch run rise sink burn blow
    """
)
_IRREGULAR: Final = _set(
    """
    is was has had does did goes went will would can could should said told knew made took found gave came ran left
    sold bought kept sent brought thought drove met lay hid fought saw flew won lost broke led spoke woke fell held
    blew rose sank isn't wasn't hasn't doesn't didn't won't can't being stole became shot sang drank slept
    """
)

BE: Final = _set("is was are were isn't wasn't has had")
"""Verbs that anything may have."""

VERBS: Final = frozenset(
    {
        *_IRREGULAR,
        *(f"{verb}s" for verb in _ACTS),
        *(f"{verb}es" for verb in _ACTS),
        *(f"{verb.removesuffix('e')}ed" for verb in _ACTS),
        *(f"{verb[:-1]}ies" for verb in _ACTS if verb.endswith("y")),
        *(f"{verb[:-1]}ied" for verb in _ACTS if verb.endswith("y")),
    }
)
"""What a person or a ship does: what follows a name."""
