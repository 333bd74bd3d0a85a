"""Everyday language: an everyday word that is also a name (Rich, Legacy) is none unless what stands around says so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


EVERYDAY: Final = _set(
    """
    a ability able about above abroad abyss accept access accident account ace achieve across act action active
    actor add address admit adult advance advice affair afraid after again against age agency agent ago agree
    ahead aid aim air alarm album alien alive all allow ally almost alone along already also alter always
    amazing amber among amount an anchor ancient and angel anger angle angry animal another answer any anybody
    anyone anything apart apple april arch area argue arm armor army around arrange arrest arrive arrow art as
    ash ask asleep at atlas atom attack attempt attic august author autumn average avoid awake award aware away
    axe baby back bad bag bait bake balance ball band bank bar bare bargain bark baron barrel base basic basin
    basket bat bath battle bay be beach beacon beam bear beard beast beat beautiful beauty because become bed
    bee beer before begin behind being believe bell belong below belt bench bend beneath bent berry beside best
    bet betray better between beyond big bill bind bird birth bishop bit bite bitter black blade blame blank
    blaze bleed bless blind block blood bloom blow blue blur board boat bob body boil bold bolt bomb bond bone
    book boot border bore born boss both bottle bottom bound bow bowl box boy brain branch brand brave break
    breath breed breeze brick bride bridge brief bright bring broad broke brook brother brown brush bubble buck
    bud build bull bullet burn burst bury bus bush business busy but butcher butter button buy buzz by cabin
    cage cake call calm camera camp can candle candy cap captain car card care carpenter carry cart carter case
    cash cast castle cat catch cause cave cell center central centre certain chain chair chamber champion chance
    change changer channel chapel chapter charge charm chase cheap check cheer chef chess chest chief child
    children choice choose christmas church circle city civil claim clan clark class clay clean clear clerk
    clever cliff climb clock close cloth cloud club coach coal coast coat code coffee coin cold collar collect
    college colony color colour combat come comet comfort command commander common community companion company
    complete computer condition congress connect conquest console control cook cool copper copy coral core corn
    corner cost cotton could council count country county courage course court cousin cover cow craft crane
    crash crater crazy create creek crew crime crisis crop cross crow crowd crown cruel cruise cry crystal cube
    cup cure curious current curse curtain curve cut cycle dad dale damage damn dance danger dare dark dash date
    daughter dawn day dead deal dean dear death debt decade decide deck deep deer defence defense delta demon
    den deny depth desert desire destiny destroy detail deuce dev devil diamond die different dig dinner direct
    director dirt dirty discover disk distance dive divide do doctor dog doll dollar domino don done dont door
    double doubt dove down dr dragon dragonfly drake drama draw dream dress drift drink drive driver drop drum
    dry duck due duke dull dumb during dust duty dwarf each eagle early earn earth ease east easy eat echo
    eclipse eden edge edit eight either elder election electric eleven else embassy ember emperor empire empty
    end enemy energy engage engagement engine engineer enough enter equal era error escape eve even evening
    event ever every everybody everyone everything evil exact exile exit expect express eye face fact fade fail
    fair fairy faith falcon fall false fame family famous fan far farm farmer fashion fast fat fate father fault
    favor fear feast feather federal feed feel fellow fence ferry fever few field fifth fifty fight file fill
    film final find fine finger finish fire firm first fish fisher fit five fix flag flame flash flat fleet
    flesh flight flip float flood floor flower fly focus fog fold follow food fool foot for forbidden force ford
    forest forever forge forget forgive fork form fort fortune forty forward fountain four fourth fox frame
    frank free freedom freeze fresh friday friend friendship from front frost fruit fuel full fun funny further
    fury future gain galaxy gale game gap garden gardener gas gate gather gem gene general gentle gentleman
    ghost giant gift girl give glad glass globe glory glow go goal goat god gold golden good goose gore
    government governor grace grain grand grandfather grandmother grant grass grave gravity gray great greed
    green grey grid grief grim grip ground group grove grow guard guess guest guide guilt gun guy habit hail
    hair half hall hammer hand handle hang happen happy harbor harbour hard harm harmony hart harvest hat hate
    haunt have haven hawk he head heal health heart heat heaven heavy helix hell hello help her here heritage
    hero hey hi hidden hide high hill him his history hit hold hole holiday hollow holly holy home honest honey
    honor honour hook hope horizon horn horse hospital host hot hotel hound hour house how hub hug huge hull
    human humble hundred hunger hunt hunter hurt husband i ice icon idea idol if ill image imagine in indeed
    independence index inner innocent inside instead into invisible iron is island issue it ivy jack jacket jade
    jail jam jar jasmine jay jazz jet jewel job join joint joke joker journey joy judge judgment jump june
    jungle jury just justice keen keep key kick kid kill kind king kingdom kiss kite knee knife knight knock
    knot know lab labor lace lack lad lady laid lake lamb lamp land lane large lark last late laugh launch
    laurel law lawn lay lead leader leaf league learn least leather leave left leg legacy legend lemon lend less
    lesson let letter level liberty library lie life lift light lighthouse like lily limit line link lion lip
    list listen lithium little live load loan lock log lone lonely long look loop lord lose loss lost lot loud
    love low loyal luck lucky lunch mad madam magic maid mail main major make male mall man manage manor many
    map marble march marine mark market marriage marry mars martian mask mason mass master match mate matter
    maverick may maybe mayor me meadow mean measure meat medal meet melody member memory mend mercury mercy mere
    merry mess message metal middle midnight might mild mile miles milk mill miller mind mine miner minister
    minor minute miracle mirror miss mission mist mistake mister mix model modern moment monday money monk
    monkey monster month mood moon moor more morning most mother motion motor mount mountain mouse mouth move
    movie mr mrs ms much mud mule murder muse music must my mystery myth nail naked name narrow nation native
    nature naval navigator navy near neck need neighbor nest net never new news next nice nickel night nine no
    noble nobody noise none noon nor normal north northern nose not note nothing notice nova now number nurse
    oak oath object ocean october odd of off offer officer official often oil old olive on once one only onto
    open operation or oracle orange orbit orchard order orphan other our out outlaw outpost outside over owe owl
    own pace pack page pain paint pair palace pale palm panic paper parade paradise parent park parrot part
    partner party pass past path patient patrol pay peace peach peak peanut pearl pen penny people pepper
    perfect perhaps person phantom phone piano pick picture piece pier pig pike pilgrim pilot pin pine pink
    pioneer pipe pirate pit place plague plain plan plane planet plans plant plastic plate play player please
    pledge plenty plot plus pocket poem poet point poison polar pole police politics pond pool poor pop pope
    port porter post pot potter pound power practice pray precious prepare present president press pretty price
    pride priest prime prince princess print prison private prize probe problem produce program project promise
    proof proper prophet protect proud prove public pull punch pure purple purpose push put queen quest question
    quick quiet quit quite rabbit race rage rail rain rainbow raise ranch range ranger rank rapid rare rat rate
    raven raw ray razor reach read ready real realm reaper reason rebel record red reed reef reform refuge
    regret reign reject relief religion remember remote remove rent repair repeat report republic rescue
    resistance rest return reveal revenge revolution reward rhythm rich ride rider ridge right ring riot rise
    risk ritual river road roar rob robe robin rock rocket rod role roll roof room root rope rose rough round
    route row royal ruby ruin rule run runner rupture rush rust sacred sacrifice sad saddle safe safety saga
    sage sail sailor saint sake salt same samurai sand sandman savage save saw say scale scar scare scene school
    science score scout scream screen sea seal search season seat second secret secretary section security see
    seed seek seem self sell senator send sense sentinel september serious servant serve service set settle
    seven seventh shade shadow shake shallow shame shape share shark sharp she sheep shell shelter shepherd
    sheriff shield shift shine ship shirt shock shoe shoot shop shore short shot should shoulder shout show
    shower shut shy sick side siege sight sign signal silence silent silk silver simple sin since sing single
    sink sir sister sit site six sixth size skill skin skip sky slave sleep slice slide slip slow small smart
    smile smith smoke smooth snake snow so soccer social society soft soil sol solar soldier solid solo some
    somebody someone something sometimes son song soon sorrow sorry soul sound source south southern sovereign
    space spade spare spark speak special speed spell spend spider spike spin spirit split spoil spoon sport
    spot spring spy squad square stable staff stage stain stair stake stalker stand star stark start state
    station statue stay steal steel steep stem step stern stick still sting stock stone stop store storm story
    straight strange stranger stream street strength stress strike string strong struggle student stuff style
    success such sudden suffer sugar suit sum summer summit sun sunday sunny sunset super supper sure surface
    surprise surrender survive sweet swift swim swing sword symbol system table tail take tale talk tall tank
    target task taste tavern tax taylor tea teach teacher team tear tell temple ten tender tension term terror
    test than thanks that the their them theme then there they thick thief thin thing think third thirteen this
    thorn thousand thread threat three throne through throw thunder tide tie tiger tight time tin tiny tip tired
    title to today together tomorrow tone tonight too tool tooth top torch total touch tour tower town toy trace
    track trade tradition trail train traitor trap travel traveler treasure tree triage trial tribe trick trip
    triumph trouble truck true trust truth try tunnel turn twelve twenty twin twist two type ugly ultimate uncle
    under union unit unite unity universe unknown until up upon us use usual vacation vale valley value vampire
    vault vehicle veil venture verdict very vessel veteran vice victim victory view viking village villain vine
    violet viper virgin virtue virus vision visit voice void volume vote voyage vulture wade wait wake walk
    walker wall wander want war ward warden warm warn warrior wash watch water wave way we weak wealth weapon
    wear weather weave weaver web wedding week weight welcome well west western whale what wheat wheel when
    where which while whip whisper white who whole why wicked wide widow wife wild wilderness will win wind
    window wine wing winner winter wire wise wish witch with within without witness wizard wolf woman women
    wonder wood wooden word work worker world worm worry worse worst worth would wound wrath wreck wrong yard
    year yellow yes yesterday yet yield you young your youth zero zone
    """
)


@lru_cache(maxsize=20_000)
def is_everyday(word: str) -> bool:
    """Whether a word, or what it is inflected from, is one of everyday language."""
    word = word.removesuffix("'s").replace("'", "")
    return any(stem in EVERYDAY for stem in _stems(word)) or len(word) < 3 or word.isdigit()


def _stems(word: str) -> Iterator[str]:
    yield word
    for ending in ("s", "es", "d", "ed", "ing", "r", "er", "ly"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word.removesuffix(ending)
            yield stem
            if ending in ("ing", "ed", "er"):
                yield f"{stem}e"
                yield stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
