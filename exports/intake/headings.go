package intake

import (
	"regexp"
	"strings"
)

// A pattern says which headings name a field; the first of a list that fits decides.
type pattern struct {
	field Field
	exp   *regexp.Regexp
	sure  int
}

func is(f Field, sure int, exp string) pattern {
	return pattern{field: f, exp: regexp.MustCompile(`^(?:` + exp + `)$`), sure: sure}
}

func has(f Field, sure int, exp string) pattern {
	return pattern{field: f, exp: regexp.MustCompile(exp), sure: sure}
}

// naming are the headings of people.
var naming = []pattern{
	is(Name, 95, `(what is |please (enter|give|type) )?(your |my )?(staff |employee |doctor'?s? |full |first and last |resident'?s? |consultant'?s? |person )?names?( of (doctor|resident|consultant|staff))?|doctor|consultants?|employee|staff( member)?|resident( doctor)?|who|person|enw|nom|nombre|provider|responder|respondent|surgeon|anaesthetist|clinician|team member`),
	is(FirstName, 95, `(first|fore|given|christian)[ -]?names?(\(s\))?|initials?|init\.?|first initials?`),
	is(LastName, 95, `(sur|last |family )[ -]?name|surname`),
	is(GMC, 98, `gmc( no\.?| number| ref.*)?|gmc ?#`),
	is(Number, 90, `(assignment|employee|staff|payroll|esr|personnel|person)( (no|num|number|id|ref)\.?)?(\.)?|(staff|employee) ?#|ass(ignment)?\.? no\.?|number|no\.?|emp id|staff id`),
	is(Email, 98, `e-?mail( address)?|e-bost|adresse (de messagerie|e-mail)|e-mail-adresse|correo electronico|nhs ?mail|nhs email|username|upn`),
	is(Grade, 97, `(current |doctor )?grade`), // beside one of its type
	is(Grade, 95, `(current |pay |doctor )?grade( type)?( category| description)?( / .*)?|gr\.?|grd\.?|job title|position( title)?|training (grade|level)|designation|rank|level|post|gradd`),
	is(Grade, 85, `role`),
	is(Contact, 90, `mobile( no\.?| number)?|phone( no\.?| number)?|mob\.?|tel(ephone|\.)?( no\.?)?|contact( no\.?| number| details)?|bleep(s|\.)?( no\.?)?|ext(ension|n|\.)?( no\.?)?`),
}

// ofOffers stands before the ends of a time that somebody can cover.
const ofOffers = `(available|availability|free|covers?|offers?|offered|(can|able to) (work|cover)) `

// dating are the headings of days and times.
var dating = []pattern{
	is(EndDate, 95, `((duty|shift) )?(end|finish|to)[ -]?date|date to`),
	is(Date, 95, `(duty |shift |start |work |rota |roster |offer )*dates?( of (shift|duty|offer)| offered)?|date from|from date|dyddiad`),
	is(Date, 90, `(shift |duty )?day`), // a weekday beside the date, or the date itself
	is(Start, 95, ofOffers+`(from|starts?)( date)?( ?(/|&|and) ?time| time)?`),
	is(End, 95, ofOffers+`(to|until|till|ends?)( date)?( ?(/|&|and) ?time| time)?`),
	is(Start, 90, `actual (start|from|in)( ?time)?|(start|time in) ?\(?actual\)?`),
	is(End, 90, `actual (end|finish|to|out)( ?time)?|(end|finish|time out) ?\(?actual\)?`),
	is(Start, 95, `(shift |duty |planned |rostered )?(start|starts|begin|begins|from)( time| at| ?date ?(/|&|and|-)? ?time)?|time from|time start|start ?time|time in|on|in|dechrau`),
	is(End, 95, `(shift |duty |planned |rostered )?(end|ends|finish|finishes|to|until)( time| at| ?date ?(/|&|and|-)? ?time)?|time to|time end|end ?time|time out|off|out|diwedd`),
	is(Times, 90, `(shift |duty )?times?|hours worked|shift hours|shift pattern|hours|start ?[-/–] ?(end|finish)|from ?[-/–] ?to|when`),
}

// headings are what columns of each kind are called, the surest first.
var headings = map[Kind][]pattern{
	Duties: join(naming, dating, []pattern{
		is(Unit, 97, `(working |duty |rostered |worked )(unit|ward|department|dept\.?|location|area|team)( name)?`), // where the duty is, before where somebody belongs
		is(Unit, 95, `(base |home |owning )?(unit|ward|department|dept\.?|location|loc\.?|area|team|specialty|speciality|spec\.?|service|cost centre|rota|roster|division|directorate|ward/dept)( name)?`),
		is(Site, 95, `(hospital )?site|hospital|base|campus`),
		is(Code, 95, `(shift|duty|rota|roster|shift type|duty type)( code| name| type)?|code|type|activity`),
		is(Code, 85, `sess(ion|\.)?|part of (the )?day|am ?/ ?pm`),
	}),
	Declarations: join([]pattern{
		is(Done, 95, `completion time|amser cwblhau|fertigstellungszeit|heure de fin|hora de finalizacion|completed( at| on)?|timestamp|submitted( at| on)?|(last )?updated( at| on)?|date (submitted|updated)|response (date|time)|submission (date|time)|answered( at| on)?|date completed`),
		is("", 90, `id|start time|amser dechrau|startzeit|heure de debut|hora de inicio|last modified( time)?|#`),
		has(Reason, 90, `anything else|comment|reason|why|other information|further|details|notes?\b|please explain|tell us more|additional`),
	}, naming, []pattern{
		is(Date, 95, `(duty |shift )?dates?( of (shift|duty))?|day`),
		has(Answer, 85, `availab|working|strik|industrial action|attend|will you|answer|response|reply|declar|inten[dt]|plan|status`),
	}),
	Consultants: join(naming, []pattern{
		is(Covers, 97, `(can |able to |will )?covers?|skills?|competenc(y|e|ies|es)|can do|cover for|covers what`), // before what they are a specialist in
		is(Covers, 95, `specialt(y|ies)|specialit(y|ies)|spec\.?|area|sub-?specialty|interest`),
		is(Site, 95, `base|(hospital )?sites?|hospital|location|loc\.?|where`),
		is(Terms, 95, `rates?|terms|pay( terms| rate)?|rate agreed|payment( (terms|type|method))?|paid how|how paid|agreed rate`),
		is(PayPoint, 95, `(pay|spine) ?(point|pt|pnt)s?\.?|threshold|pay scale`),
		is(Mode, 90, `modes?|(on[- ]?site|resident) ?(/|or) ?(on[- ]?call|non[- ]?resident)|how|on call|type|resident`),
		is(Work, 90, `(clinical |job plan |planned |scheduled )?(activit(y|ies)|commitments?|sessions?|duty|duties|work|categor(y|ies)|event)( type| name| description)?|what|type of (work|session|activity)|description|subject`),
		is(Comment, 85, `comments?|notes?|remarks?|other|limits?|restrictions?`),
	}, dating),
	Slots: join([]pattern{
		is(Service, 95, `(critical )?services?|division|directorate|care group|specialty|speciality|spec\.?|programme`),
		is(Unit, 95, `units?|wards?|departments?|dept\.?|area|location|loc\.?|team|ward ?/ ?(unit|dept|area)|clinical area`),
		is(Site, 95, `(hospital )?site|hospital|base|campus`),
		is(Role, 95, `roles?|grade|tier|post|level|who|doctor|staff group|grade / role|role / grade|position`),
		is(EndDate, 95, `(end|to|until|last)[ -]?(date|day)|date to`),
		is(Date, 95, `dates?|(start|from|first)[ -]?(date|day)|date from`),
		is(Days, 95, `days?( of (the )?week)?|when|applies( on)?|day\(s\)`),
		is(BandName, 90, `bands?|shifts?|period|sess(ion|\.)?|time of day|part of day`),
		is(Start, 95, `(start|starts|from)( time)?`),
		is(End, 95, `(end|ends|finish|to|until)( time)?`),
		is(Times, 90, `times?|hours`),
		is(Places, 95, `((minimum|min\.?|safe|strike|required|total|number of|no\.? of) )*(number|no\.?|doctors|numbers|places|staff(ing)?|heads?|needed|required|requirement|minimum|min\.?|headcount|wte|cover)( (needed|required|of doctors))?`),
		is(Skills, 95, `(competenc(y|e|ies|es)|skills?|expertise)( needed| required)?|must be able to|requires`),
		is(Mode, 95, `type|mode|on ?site|(on[- ]?site|resident) ?(/|or) ?(on[- ]?call|non[- ]?resident)|residency|resident`),
		is(Priority, 95, `priority|rag( rating)?|importance|risk|criticality|must ?/ ?should`),
		is(Alone, 95, `(no )?other (duty|duties|work|commitments)( allowed| permitted)?|dedicated|exclusive`),
		is(Notes, 90, `notes?|comments?|remarks?|times?/notes`),
	}),
	Rates: {
		is(OfCard, 95, `(rate )?cards?`),
		is(Doubtful, 95, `not confirmed by the trust`),
		is("", 95, calledIn), // a file of a single card has it
		is(PayPoint, 95, `(pay )?grade|pay ?point|staff group|who|doctors?|role|threshold`),
		is(BandName, 95, `when|bands?|time( of day)?|(shift |time |rate |pay )?period|hours|day and time|shift|sess(ion|\.)?|description|rate for|time band|times?`),
		is(Confirmed, 95, `(confirmed|agreed|approved|checked|signed off)( (by|with)( (us|the trust|trust|whom))?| on| date)?|status|date (confirmed|agreed|approved)|(confirmation|approval)( status)?`),
		is("", 90, `comments?|notes?|remarks?`),
		has("", 85, `\b(per|a|each)\b.{0,12}\b(session|shift|duty|weekend|night)\b|/ ?(session|shift)|sessional`),
		has("", 85, `\b(min|max)(imum)?\b|\brange\b|\bcap(ped)?\b|\bup to\b`), // no rate that is paid
		has("", 85, `\bdaily\b|\b(per|a|each) (day|week|month|year|annum)\b|/ ?day\b|\bweekly\b|\bmonthly\b|\bannual(ly)?\b`),
		has("", 85, moreThanRate),
		has("", 85, `\bagency\b`), // may not do strikers' work
		has(Rate, 80, `£|per ?hour|/ ?h(ou)?r|\bbma\b|\b(trust|our|nhs) (offer|pay)\b|per pa\b|\bpa\b|\brate\b|consultant|\bsas\b|london|specialist|associate specialist|staff grade|hourly`),
	},
}

func join(lists ...[]pattern) []pattern {
	var out []pattern
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// headed says which field a heading of the kind names, and how sure that is.
func headed(k Kind, heading string) (Field, int, bool) {
	h := strings.TrimRight(plain(strings.ReplaceAll(heading, "_", " ")), " ?*:")
	if f, sure, ok := headedAll(k, h); ok {
		return f, sure, true
	}
	return headedTwice(k, h)
}

func headedAll(k Kind, h string) (Field, int, bool) {
	for _, p := range headings[k] {
		if p.exp.MatchString(h) {
			return p.field, p.sure, true
		}
	}
	return "", 0, false
}

// headedTwice reads a heading that says the same in two languages: "Name / Enw".
func headedTwice(k Kind, h string) (Field, int, bool) {
	one, two, parted := strings.Cut(h, "/")
	if !parted {
		one, two, parted = strings.Cut(h, "|")
	}
	a, sure, ok := headedAll(k, strings.TrimSpace(one))
	b, _, ok2 := headedAll(k, strings.TrimSpace(two))
	if !parted || !ok || ok2 && a != b || a == "" {
		return "", 0, false
	}
	return a, sure - 15, true
}
