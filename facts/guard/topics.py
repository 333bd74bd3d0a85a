"""What words tell of the subject of a message: the show, a story, or something else."""

from __future__ import annotations

from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SMALL: Final = _set("a an and at by de for from in la of on or the to upon von with")
"""Words of a name whose case says nothing."""

SHOW: Final = _set(
    """
    actor actress antagonist arc arcs bottle call called cameo cast casting character characters cliffhanger
    credits ending ep episode episodes eps fandom finale finale's flashforward joined joins midseason montage
    named opener otp penultimate pilot played plays plot plotline plotlines premiere protagonist recast
    redemption rewatch rewatched rewatching s1 s1e1 s2 s3 s4 s5 s6 s7 s8 s9 scene scenes screentime season
    seasons series ship shipped show show's showrunner showrunners spinoff spoil spoiler spoilers spoils
    storyline subplot teaser themes timeline trailer villain watchers watching writers
    """
)
"""Words that speak of a show."""

STORY: Final = _set(
    """
    admiral adopt adopted adopts affair airlock arrested asteroid astronaut astronauts asylum base betray
    betrayal betrayed betrays blackmail blackmailed blackmails bomb bombed bomber bombers bombing booster burial
    buried burn burned capsule cave cheats closeted colonist colonists colony commander corridor cosmodrome
    cosmonaut cosmonauts coup crash crashed crashes crater crew cuffs dead defect defected defection defector
    defects died dies docking docks drill drilling duct elected engines escape escaped escapes eva exile exiled
    exploded explodes explosion flirting funeral gay grave gun guns hab habitat hallway handcuffs
    handler handshake heist helmet hijack hijacks hooks houston interrogated interrogates interrogation jail
    kgb kill killed kills kiss kissed kisses landed lander landing lands landslide launch launchpad leak leaks
    lithium lovers lunar marooned married marries mars marshal martian mine miner miners mining mission moon
    murdered mutiny nasa orbit outed overthrow oxygen pad peacekeepers plan plot pregnant president prison probe
    quarters race reactor redshirt redshirts rescue rescued rescues reunite reunites rocket rockets romance
    rover sabotage sacrifice sacrifices sails ship ships shooting shoots shot shuttle smuggler smuggles
    smuggling solar soviet soviets space spaceflight spaceship spacesuit spies spy spying steal steals stepdad
    stepson stolen stranded strike strikers surface surgery tased taser tasers tether toppled torture
    tortured torturing traitor treason undock visor wedding widow widower
    antenna comms engine gravity greenhouse liftoff probes radiation rations reentry resupply riot sacked spacewalk
    spacesuits thruster thrusters tribunal union unionize worms
    """
)
"""Words that stories are told with."""

ASKING: Final = _set(
    "can could would will please pls plz did do are have you your u ur that thanks thank pass check help if where i we"
)
"""What follows the name of somebody who is spoken to."""

HONOURS: Final = _set(
    "st saint uncle aunt lake mount fort port san santa los las king queen pope prince princess sir lady"
)
"""What other names begin with."""

FUNCTION: Final = _set(
    """
    a an and are as at be because been but by can did do does for from had has have he her his how i if in into
    is it its just like lol me my not of off on or our out over she so than that the their them then there they
    this to too up was we were what when where which while who why will with would you your
    """
)
"""Words that only join others."""

STREAMING: Final = _set("bbc netflix hbo hulu itv paramount disney cbs nbc abc espn")
"""Who shows other shows."""

OTHER: Final = _set(
    """
    cream van
    accountant accounting ad admin ads advent adventure airline airplane airport album albums alert allergies
    allergy amazon animation anime anniversary apartment app apps aquarium arcade art artist assignment
    astrology audiobook auf aurora author autobiography avatar avec avengers avenue bachelor backpack bagel bake
    baked bakery ballet band band's bands banner barber barista baseball basket basketball bassist batman bbc
    bbq beach beans bears bedtime beer beers bestseller bible bike bikes biography biopic bird birds birthday
    bitcoin book books bookstore bot bots bowl boxing boyband brand breakfast breakup brewery brexit bridge
    broadway browser brunch bucks building bulb burger burgers bus butter byline cafe cake cakes campaign
    camping campsite campus cancelled candle candy cannon cappuccino car career carpet cars cartoon cartoons
    cathedral cats cello celtic celtics cemetery census cereal champagne championship channel chapel charger
    chat cheddar cheese chemistry chess chocolate choir christmas church cider cinema circus city civic class
    classes classroom climate clinic club cocktail code coding coffee colleague colleagues college comedian
    comedy comic comics commercial commercials commute como company con concert concerto concerts console
    constellation controller cook cooked cookie cookies cooking cornwall cosplay costume couch county cousins
    cow crochet croissant crossword cruise crypto cs csgo cuisine cup cups curry curtain customer customers
    cycling dad dans das deadline deck degree delayed dentist deploy der derby dessert diamond dictionary diet
    diner dinner discord discount dishwasher dissertation diwali dj dlc dnd doctorate documentary dodgers dog
    dogs dollars donut dorm drawing drawings draws drew driver drum drummer drums du dumplings dunk dvd dystopia
    easter ebay eggs eid eine el electrician elvis emoji emote emotes ereader es espn espresso essay est euro
    euros eurovision exam exams excel exhibit exhibition f1 fable facebook fairy fanart fandom fantasy farm
    farscape fashion fc fence festival fever fifa film films finals fishing fitness flats flight flights florist
    flower flowers flu fm font football footballer forecast formula fortnite forza fps franchise freestyle
    freeway french freshman fridge friendship fries frodo fruit gadget gaiman galaxy gallery game games gaming
    gandalf garage garden gardening garlic gdpr gif gifs gift gifts gig gigs gin goalkeeper goldfish golf
    golfers google gpu gracias graduation grammar grapes greek grill groceries grocery group guide guild guitar
    guitarist guitars gym hair haircut hairdresser halftime hall halloween hamster handbag hardcover hat hbo
    headliner headlines headphones heat highway hike hikes hiking historical history hobbit hockey hogwarts hola
    holiday holidays homer homerun homework honeymoon hoodie hoop horror horse horses hostel hot hotels hr hulu
    hunters hunting icecream ich idiom idioms ikea inning innings insta instagram insurance intern internet
    internship interview invented invite ios ipad iphone ist italian itunes itv jacket jam java javascript jazz
    je jedi jersey jewelry jira jockey jogging juice karaoke kebab keyboard keyboardist kimchi kindergarten
    kindle kitchen kitten knitting knockout lab labrador lag lake lakers lakes landlord laptop lasagna latin
    latte laundry lawn lawyer league leagues lease leash lecture lectures lego lemon lemonade lentils les
    librarian library lilies link linux lipstick loki los lottery lunch lyrics mac mage magician mailbox makeup
    mall manga manicure marathon mario market marketing marvel match meaning means medieval meme memes memoir
    menu meta metro mets microsoft microwave midfielder midterm milk minecraft miniatures mit mixtape mlb mma
    mod mods mortgage mosque motogp motorbike motorway movie movies muffin mug mural museum music musical
    musicals musician myth mythology naruto nascar nba ne necklace nerf netflix news nfl nhl nicht nike nintendo
    nobel noodles northern nostalgia novel novelist novels nurse nursery nuts nyc office offside olympics onion
    opera orchestra oscar oscars oven overtime overwatch packers painted painting pancake pancakes paperback
    para paramount park parking parks parliament pas password pasta pastor pastry patchnotes payroll pc pension
    perfume pero pets pharmacy phd phone photo photographer photos phrase physics physio piano pics pie piercing
    pies pilates pin ping pinned pitcher pizza planets platform player players playlist playoffs playstation
    plumber podcast podcasts poem poet poetry pokemon poker policy politics poll polo pond poodle pop popcorn
    por porridge portfolio post posted poster posts potato potatoes potter pour powerpoint prep prequel price
    prices prime printer prix prof professor promo pronounced proverb ps4 ps5 psalm psychology pub pubs puppet
    puppy puzzle python quarterback quartet que queue quiche quilt quiz quote raced radio raid rain rainy
    ramadan ramen rap rapper rapping reading realtor recipe recommended recommends reddit referee refund
    rehearsal religion remake remix renamed reno rent restaurant retro rhyme rice riff roast roguelike romcom
    roommate router rpg rugby rum runner running saga sailor salad salary sale sales salon sandwich sang
    saucepan sauron sausage saxophone saying scarf schedule scholarship science scoring scout sculptor seafood
    seahorses seinfeld semester senior sequel sermon server servers setlist sewing shampoo sheep shoes shop
    shopping shower siege sim simpsons singer singing sings sitcom sith skate skateboard skating sketch ski
    skiing skill skin sky skyscraper slack sled slopes smoothie snack snacks snow snowboard snowmobile soap
    soccer sofa software song songs sonic sophomore soundtrack soup spacex spaghetti spanish speedrun spelled
    spiderman spotify stadium standup stargazing states station statue steak sticker stickers stocks stove
    stream street striker studio subway summer sunny superman supermarket surfing surname surnames sushi sweater
    swimming symphony synagogue syrup tabletop tacos tailor tale tariffs tarot tattoo tax taxes taxi te tea
    teach teacher team teams temple tennis tent tequila terrier tesla test textbook thanksgiving theater theatre
    thermostat thesis thor threads thriller thrillers ticket tickets tiktok tires titan toaster toca tomatoes
    toothpaste touchdown tour tournament toy toys tractor traffic trail trails train trains tram translation
    travel treadmill tree trees trilogy trip trophy truck tuition tunnel turntable tutor tv twitch twitter ufc
    umpire una und uni university update updates vacation vaccine vacuum valorant vegan verse vet vineyard vinyl
    violin vocals voicemail vr waffles waiter wallet wallpaper wardrobe watercolor weather website western
    westerns whatsapp whiskey whisky wifi wildlife wind windows wine winery wings winter wir wolverine word
    words workout wrestler wrestling ww2 wwii xbox xmas yacht yankees yarn yearbook yoga yoghurt yorkshire
    youtube youtuber zelda zone zoo zoom
    """
)
"""Words that speak of something else."""

REACTION: Final = _set(
    """
    10/10 adorable amazing awesome awful badass banger bangers bawl bawled bawling best boring broke brutal
    chills crazy creep creepy cried cry crying cute deserved deserves destroyed devastated devastating emotional
    ended evil fave favorite favourite favs fire gasped goat goated good goosebumps gorgeous great gutted hate
    hated heartbreaking heartbroken hero hits holy horrible hurt hurts icon iconic incredible insane intense
    king legend lmao lol love loved masterpiece mid omg oof overhyped overrated pain peak perfect perfection
    queen rip rough sad saddest screamed screaming shook slaps slow sobbed sobbing speechless stressful stunning
    tears tense terrible terrifying ugh underrated unhinged villain weird weirdest wholesome wild worst wow
    wreck wrecked yelled yelling
    """
)
"""Words of those who have just watched something."""

PEOPLE: Final = _set(
    """
    aunt babysitter barber barista bestie bf bff boss boyfriend bro brother buddy cat client colleague
    colleagues cousin cousins coworker dad daughter dentist doctor dog father fiance fiancee flatmate friend
    friends gf girlfriend girlfriend's goldfish gran granddad granddaughter grandfather grandma grandmother
    grandpa grandson hairdresser hamster hubby husband instructor kitten landlord manager mate mom mother mum
    nan nanny neighbor neighbour nephew niece nurse parrot partner puppy roommate sis sister son student
    supervisor teacher trainer tutor uncle vet wife
    """
)
"""Whom people know."""

CALLS: Final = _set("hey hi hello thanks thx ta ok okay welcome dear bye yo cheers sorry @ congrats ask")
"""Words that people are spoken to with."""

_ACTS: Final = _set(
    """
    accept admit adopt agree aim appear arrest arrive ask attack bang beat become betray blame blow break bring
    build burn bury buy call care carry catch chase cheat cheer choke choose climb close come command confess
    convince cover crack crash crawl cry dance date deal decide defect deliver deny deserve die dig divorce dock
    drag drill drink drive drop drown dump enter escape explode face fall feel fight figure find fire fix flirt
    fly follow freeze get give go grab grow hand hate hear help hide hire hit hold hook join jump keep kill know
    land laugh lead leak lean learn leave lie live lock look lose love make marry meet melt mess mourn move need
    open orbit order own pay pick plan plot point propose pull punch push put question quit race raise rat
    refuse repair resign return rise ruin run sacrifice sail save say scheme scream screw see seem sell send
    serve shoot shout show shut sign sing sink slap sleep smile smoke smuggle snitch speak spill spy stab start
    starve stay steal stop storm suffer survive take talk tase teach tell think threaten throw tie toast tow
    trade train treat trust try turn use visit wait wake walk want warn watch win work
    """
)
_IRREGULAR: Final = _set(
    """
    became being blew bought broke brought built came can can't cannot cant caught chose could dealt did didn't
    didnt does doesn't doesnt drank drove dug fell felt flew fought found gave goes grew had has hasn't heard
    held hid hung is isn't isnt kept knew lay led left lost made met paid quit ran rode rose said sang sank saw
    sent shot should slept sold spoke stabbed stole taught thought threw told took was wasn't went will woke won
    won't wont would
    """
)

CHATTING: Final = _set(
    """
    asked asks beat beats can could did does gave goes got had has hated hates is knew knows liked likes lived
    lives loses lost loved loves needed needs played plays posted recommended said says scored scores sent
    should tells thinks thought told wanted wants was watched watches went will wins won worked works would
    """
)
"""What people in a chat say that somebody does whom they know."""

GIVING: Final = _set("told gave asked sent showed said tells gives asks sends shows got called calls owes helped")
"""What people do to one whom they know."""

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
