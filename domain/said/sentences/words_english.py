"""The English words for each idea, with a comma between them; a choice in brackets spells out."""

from typing import Final

from domain.activities.activities import Kind
from domain.places.places import Services
from domain.said.sentences.ideas import Idea

WORDS: Final[dict[Idea, str]] = {
    Idea.SIGN_UP: (
        "sign(ing|) (me |us |)up( for| to|), sign-up, regist(er|ering)( me|)( for|), join(ing|), "
        "enrol(l|)( me|)( in| for|), book (me |)(a (seat|place) |)(for|in|on), take part( in|), attend, "
        "(wanna|want to|gonna) (join|attend), "
        "i (want|would like) to (go|come)( to|), i'd like to (go|come)( to|), put me down( for|), "
        "get a seat( for| at|), registration( for|), sign-ups"
    ),
    Idea.LEAVE: (
        "(ask for |request |take |apply for |)(a |)leave( of absence| for| from|), absent, (can't|cannot|can not|"
        "couldn't|won't|won't be able to|will not|not able to|unable to) (make it|come|attend|join|be there|go|"
        "make)( to| on|), not coming( to|), not going to (make it|come|attend)"
    ),
    Idea.CANCEL: "cancel(ling|)( me|), withdraw( from|), drop( out|)( of|), give up, take me off",
    Idea.CALLED_OFF: (
        "(is it |is the |is |)still (on|happening|going ahead|taking place|held), "
        "(going ahead|taking place)( or not|), (been |)(cancelled|canceled|postponed|rescheduled|called off)"
    ),
    Idea.QUEUE: (
        "(on |in |)(the |my |)(waiting list|wait list|waitlist|queue)( number| place| position|), "
        "(place|position|number|where am i) (in|on)( the|) (queue|line|list|waiting list|waitlist)"
    ),
    Idea.SIGNED_UP: (
        "(what |which |)(have |did |)i('ve| have|) (signed up|registered|booked|sign up|register)( for| to|), "
        "(am i|i am|i'm) (signed up|registered)( for|), signed up( for|), "
        "(i'm |i am |i'll be |i will be |might be |may be |)(running|arriving|coming) late"
    ),
    Idea.AFFILIATE: "affiliat(e|ion|ed|ing|ions)( me|)( here|)",
    Idea.STATUS: (
        "(withdraw|cancel)( my| the|) (request|application), (my |the )(request|application), "
        "(is |has |was |)my (request|application)( been|) (approved|accepted|processed|through)( yet|)"
    ),
    Idea.MOVE: (
        "(move|change|switch|transfer)( my|)( affiliation to|) (affiliation|service point)( to|), (move|change|"
        "switch)( my affiliation| my membership|) to (another|a different) (service point|point|place|branch), "
        "(changed|change|changing|new|switched) (my |)(job|jobs|company|employer), "
        "(moved|moving|relocated|relocating) (house|home|flat|office|away|to another district)"
    ),
    Idea.STOP: "end, stop, terminate, ending, stopping",
    Idea.END: (
        "(going|moving|move|go) back (home|to my home town|to my hometown), "
        "leav(e|ing) (the city|town|shanghai)( for good|)"
    ),
    Idea.RENEW: "(renew|extend|prolong)(ing|)( my stay|)",
    Idea.HOURS: (
        "(opening|open|business|office) (hours|times), (what time|when|until when|till when|how late) (is|are|"
        "does|do) (it|you|they|the) (open|close|closed|opening)(s|), "
        "(is|are) (it|you|they) (open|closed)( on| at| in|), open(ing|s) (at|till|until|on), "
        "(close|closing)(s|)( at| on|), closing time, open, closed, "
        "open (late|early|on weekends), "
        "when (do |)you (open|close)"
    ),
    Idea.PHONE: "(phone|telephone|contact)( number|), number to call",
    Idea.WAY: (
        "how (do i |can i |to |)(get|go|walk|come)( to| there), "
        "(the |)(way to|directions( to|)|address( of|)|location of), where (is|are|is it|are they), where's, "
        "navigate( to|), "
        "where do (we|i) (meet|go)"
    ),
    Idea.CHECK_IN: (
        "check( me|)( |-|)in(g|), checkin, (i'm|i am|we're|we are) (here|there)( now|), "
        "(i have |i've |i |)(just |)arrived, "
        "at the (door|venue|entrance), (qr |)code (doesn't|does not|won't|isn't) (work|scan|working)(ing|), "
        "can't (scan|check in)"
    ),
    Idea.CERTIFICATE: (
        "(a |my |the |)(certificate|certificates|proof|attestation)( of (attendance|participation|service)|)"
    ),
    Idea.VERIFY: "verify, validate, genuine, authentic",
    Idea.RECORD: (
        "(my |)(attendance |participation |)(record|records|history), (what|which)( activities| events|) (did i|"
        "have i) (attend|attended|join|joined|taken part in|been to|do|done), past activities, how many hours, "
        "how (many|often) (times|activities|events|sessions)( did i| have i|)( attend| attended| join| joined|)"
    ),
    Idea.PERSON: (
        "(talk|speak|write|chat)(ing|) (to|with) (a |an |the |some|)(human|person|real person|operator|agent|"
        "staff|organi(s|z)er|body|one|service centre|service center|centre|center)( being| member|), "
        "somebody real, (a |)(human|live agent|real person), (make a |i have a |)complain(t|)(s|)( about|), "
        "(give |leave |)feedback, (leave|send) (a |)message( to|), contact (the |a |)(staff|centre|center|"
        "organi(s|z)er|organi(s|z)ers|you|someone|somebody|service centre|service center), customer service, "
        "who (do|can|should) i (contact|ask|call|talk to)"
    ),
    Idea.LANGUAGE: (
        "(switch|change|set|go|back|switch back|change back|turn|put it)"
        "( to| it to| into| in|)( the|) (english|chinese|language)( to|), "
        "(in |speak |)(english|chinese|mandarin), language(s|)( setting| settings|)"
    ),
    Idea.HELP: (
        "help, what can (you|i) do( here| for me|), how does (this|it) work, how (do i|to) use (this|it|you), "
        "instructions, how (this|it) works, what do you do, "
        "what can (this|the) bot do( for me|), how do i (begin|start)( here|), where do i (begin|start)"
    ),
    Idea.WHO: (
        "who are you, what are you, are you (a |)(bot|robot|human|real person|person|machine), "
        "what is (this|waystation), what's (this|waystation), what's your name, what is your name"
    ),
    Idea.PRIVACY: (
        "(my |)(personal |)(data|privacy)( policy|), "
        "delete (my |)(account|data|information|everything)( you have|), export (my |)data, "
        "what do you (know|store|hold|have|keep)( about| of) me, who has seen my data"
    ),
    Idea.DUTIES: (
        "(my |)(volunteer |)(duty|duties|shift|shifts|rota), "
        "(can't|cannot|unable to) (do|make|cover)( my|) (shift|duty)"
    ),
    Idea.DETAILS: (
        "(change|update|edit|correct)( my|) (phone number|phone|mobile number|mobile|number|name|details|profile|"
        "contact), (new|changed|changed my) (phone number|number|mobile number|phone), "
        "(my |)(phone number|number|phone) (has |)changed, "
        "my name is (spelled |written |)(wrong|wrongly|incorrect|incorrectly)"
    ),
    Idea.TOPICS: (
        "(notification|announcement)(s|) (settings|preferences), my notifications, too many messages, "
        "(too many |turn off |mute |stop |)(notifications|announcements)"
    ),
    Idea.REMINDERS: (
        "(sending|send|getting|)( me|)( any|) (remind|reminder|reminders)( me|)( settings|), "
        "remind me (earlier|later|sooner|the day before)"
    ),
    Idea.WISH: ("(make |)(a |)wish(es|), (wish|hope) there (were|was|are|is) (more|a|some)"),
    Idea.DUES: "(pay |)(my |the |)(party |membership )(dues|fee|fees)",
    Idea.ACTIVITY: (
        "activity, activities, event, events, organi(s|z)ational life, "
        "(what's|what is|whats) (on|happening|going on), something (on|going on), "
        "anything (on|going on|happening), things to do, programme"
    ),
    Idea.POINT: (
        "(party |)service (point|station|centre|center)(s|), waystation(s|), (station|point|centre|center)(s|)"
    ),
    Idea.OTHER_SERVICE: (
        "print(er|ing|)( something| documents| a document|), photocop(y|ier|ying), copier, "
        "(nursing|baby|breastfeeding) room, (toilet|restroom|bathroom|washroom)(s|), wc, wi-fi, "
        "(hot |drinking |)water, microwave, umbrella, parking( space|)"
    ),
    Idea.NEAR: (
        "around (here|me), around, in (my|the|this) (area|neighbourhood|neighborhood), "
        "(near|nearby|near by|close to|next to|close by)( to|)( me| here|)( the|)"
    ),
    Idea.WHERE: (
        "where( can i| could i| can you| do i| to| may i| is there|)( find| get|), "
        "is there (somewhere|anywhere|a place)( to|), "
        "which (points|point|service points|service point|places|place|centres|centre|stations|station)"
    ),
    Idea.MINE: "my, mine",
    Idea.BEFORE: (
        "(the |that |)(last|latest|previous) (one|sign-up|booking), just now, "
        "(the |that |)(one |activity |event |)(i |)just (signed up( for|)|registered( for|)|booked|picked|joined)"
    ),
    Idea.NOT: (
        "don't, do not, not, no, never, doesn't, didn't, isn't, never, haven't, hasn't, wasn't, rather not, "
        "no need( to|), no longer, please don't"
    ),
    Idea.HOW: (
        "how( do i| can i| to| do you| does| long( does it take|)| much|), "
        "what (do i need|is needed|documents)( to| for|), required, why, when (can i|do i|does), "
        "what (papers|paperwork|documents|form|forms)( do i need|)( to| for|)"
    ),
    Idea.WHETHER: (
        "can i, could i, may i, is it possible( to|), am i, do i( have to| need to|), is there, are there, "
        "do you have, does"
    ),
    Idea.MEANING: "what does, mean, meaning of, what is (an|a), what's (an|a)",
    Idea.WHAT: ("any, some, what, what's, which, list( of|), anything, something, what is, what are"),
    Idea.WHEN: "when, what time, when (is|are|does), what time (is|are|does), "
    "who (runs|organi(s|z)es|is speaking|speaks|gives|hosts|leads|is coming)( it| the|), what (is|'s) it about",
    Idea.NEAREST: "(the |)(nearest|closest)( to me| here|)",
    Idea.AND: "and, also, then, as well, by the way",
    Idea.RAIN: "if it rains, raining, when it rains, in the rain",
    Idea.ORDER: (
        "please, i('d| would) like( to|), i want( to|), i need( to|), i have to, i wish to, let me, "
        "help me( to| with|), i must, (can|could|would|will) you( please|), i('ll| will), i plan to"
    ),
    Idea.FILLER: (
        "'s, the, a, an, is, are, be, being, to, for, of, on, in, at, it, me, i, us, we, do, did, show( me|), "
        "find( me| a|), look(ing|)( for| at|), see, tell( me|), get, give( me|), there, this, that, these, "
        "those, will, with, about, from, hi, hello, hey, thanks, thank you( very much|), need, want, one, ones, "
        "more, up, am, was, has, have, got, here, now, just, pls, plz, wanna, "
        "doc, docs, by, own, know, like, ok, okay, if, shall, should, "
        "may, can, could, free, available, to be, next one, take(s|), accept(s|), offer(s|), has, have, i'm, "
        "i've, it's, there's, let's, a bit, something to, somewhere, held, coming( up|), upcoming, new, phone, "
        "work(s|), place(s|), session(s|), seat(s|), today's, party, sorry, start(s|), begin(s|), next, number, "
        "download, later, "
        "for my (company|employer|boss|office|work), bring, weekend, yet, sir, madam, members, kindly, maybe, "
        "also, really, actually, anyway, after all, instead, oh, well, "
        "thx, helo, thanx, cheers, "
        "forgot( to|)"
    ),
}
KINDS: Final[dict[Kind, str]] = {
    Kind.BRANCH_MEETING: "branch meeting(s|)",
    Kind.COMMITTEE_MEETING: "committee meeting(s|)",
    Kind.GROUP_MEETING: "group meeting(s|)",
    Kind.LECTURE: "(party |)(lecture|class|lesson|talk)(s|es|)",
    Kind.THEME_DAY: "(party |)theme (party |)day(s|)",
    Kind.LIFE_MEETING: "(organi(s|z)ational |)life meeting(s|)",
    Kind.VOLUNTEERING: ("volunteer(ing|)( work| activities| activity| events| event| service|), free clinic"),
}
SERVICES: Final[dict[Services, str]] = {
    Services.ACCEPTS_AFFILIATIONS: (
        "(take|takes|taking|accept|accepts|accepting) affiliations, where( can i| to|) affiliate, place to affiliate"
    ),
    Services.TRANSFER_DESK: (
        "(transfer|transferring|move) (my |)(party |)membership, (party |)membership transfer(s|)"
    ),
    Services.STUDY: "study (room|rooms|space|place), somewhere to study",
    Services.ROOM_HIRE: (
        "(borrow |hire |rent |book |)(a |)(meeting|conference) room(s|), (borrow|hire|rent) a room, "
        "room to (borrow|hire|rent)"
    ),
    Services.COUNSELLING: "(legal |)counsel(l|)ing, legal advice",
    Services.RIDER_REST: (
        "(rest|resting) (area|place|room|stop)(s|)( for riders|), "
        "(somewhere |a place |)to (rest|sit down)( a bit| for a while|), rest"
    ),
    Services.READING: ("library, libraries, reading (room|corner)(s|), (read|borrow) (a |)book(s|), books"),
    Services.CHARGING: (
        "(to |)charg(e|ing) (my |a |the |)(mobile |)(phone|phones|mobile)( battery|), phone charging, charger, "
        "power bank, charge"
    ),
    Services.FIRST_AID: "first( |-)aid( kit|), aed, defibrillator",
}
