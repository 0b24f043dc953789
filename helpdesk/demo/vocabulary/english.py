"""English, or what looks like it."""

BLANK = " "
COMMON = """
the to and i a is it of you in for my on we not this that with have be can your are please was but
when from at or if an as our do there will order they all so has me would help no after now only
what how get one still some time account any could new up out page been see need email thank then
password error send customer just more which had problem login screen printer before by hello us
tried know delivery again since phone day yesterday today money invoice website number working back
number wheel refund team morning file office regards same works want shows because them message
week two click his call their first call very open who down computer about update version system
paid wrong answer bike last network payment thanks date did address button card name still nothing
bought soon monday friday question possible machine correct window receipt cable monitor browser
server battery manual sent received box damaged colour size return change cancel printer connect
twice never always link user mobile report attached picture wait hours minutes waiting under over
without through
"""
STARTS = """
a ba be bi bo bra bre bri bu by ca ce cha cho cla co com con cra cro cu da de di do dra du e en ex
fa fe fi fla flo fo for fra fu ga ge gi gla go gra gri gu ha he hi ho hu i in ja jo ju ka ke ki la
le li lo lu ma me mi mo mu na ne ni no nu o pa per pi pla ple po pra pre pri pro pu qua re ri ro ru
sa sco se sha she shi sho si sla so spa ste sti sto stra su ta te tha the ti to tra tri tu u un va
ve vi vo wa we whi wi wo ya ye zo
"""
ENDS = """
ble cal ced cent cing cy dal den der dge ding dle dom dy fer fle ful gan gen ger ging gle ker ket
king lar led less let ley lic ling ly man ment mer ming my nal ned nel ner ness ning nor ny pal pen
per ping ple py ral red ren ring ry sal sed sel sen ship sing sion son ster sy tal ted ten ter tic
ting tion tle ton tor try tum ture ty val ved ven ver ving vy ward way wen wer win zed zen zer
"""
FIRST_NAMES = """
Alice Amelia Arthur Ben Bella Carl Clara Daisy Daniel Edith Edward Ella Emma Ethan Finn Florence
Frank George Grace Hannah Harriet Harry Ida Isaac Jack James Jane Kate Laura Leo Lily Lucas Mabel
Martha Max Mia Nathan Nora Oliver Olivia Oscar Owen Paula Peter Rose Ruth Sam Sarah Sophie Stella
Theo Thomas Tom Una Vera Victor Walter Will Zara Zoe
"""
LAST_NAMES = """
Abbott Archer Baker Barton Bishop Brook Carter Chapman Clarke Cole Cooper Dawson Dean Ellis Farrow
Field Fisher Fletcher Ford Foster Gardner Gray Green Hall Harper Hart Hill Holt Hudson Hunter Kerr
King Lane Lowe Marsh Mason Miller Moss Nash Palmer Parker Pike Porter Potter Reed Rivers Rowe Shaw
Slater Stone Swift Taylor Turner Wade Walker Ward Weaver Webb Wells Wood
"""
