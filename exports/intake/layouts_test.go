package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// london is an instant in tests: "25 08:00".
func london(s rota.Span) string {
	const form = "2 15:04"
	return s.Start.In(rota.Zone()).Format(form) + " to " + s.End.In(rota.Zone()).Format(form)
}

// lines are the records of a result, one line each.
func lines(r intake.Result) []string {
	var out []string
	for _, d := range r.Records.Duties {
		line := fmt.Sprintf("%s, %s: %s", d.Name, d.Unit, london(d.Span))
		if d.OnCall {
			line += " on call"
		}
		out = append(out, line)
	}
	for _, a := range r.Records.Answers {
		for _, d := range a.Days {
			out = append(out, fmt.Sprintf("%s %d %s", a.Resident, d.Day.Day, d.Declaration))
		}
	}
	for _, c := range r.Records.Consultants {
		line := fmt.Sprintf("%s %v %s", c.Consultant.Name, c.Skills, c.Terms)
		for _, o := range c.Offers {
			line += fmt.Sprintf("; %s %v", london(o.Span), o.Modes)
		}
		for _, s := range c.Sessions {
			line += fmt.Sprintf("; %s %s %s", london(s.Span), s.Kind, s.Name)
		}
		out = append(out, line)
	}
	for _, s := range r.Records.Slots {
		out = append(out, fmt.Sprintf("%s, %s, %s: %s, %d %s", s.Service, s.Unit, s.Role, london(s.Span), s.Slot.Places, s.Mode))
	}
	for _, x := range r.Records.Rates {
		out = append(out, fmt.Sprintf("%s %s %s %s", x.Card, x.PayPoint, x.Band.Key(), x.Rate))
	}
	return out
}

// waysKey is the question how people cover who do not say.
const waysKey = "mode/yes, ok, or a time offered without saying how"

// taught gives every word an answer: the one given, else the suggestion, else its own text.
func taught(words []intake.Word, said map[string]string) map[string]string {
	out := map[string]string{}
	for _, w := range words {
		switch {
		case said[w.Key] != "":
			out[w.Key] = said[w.Key]
		case w.Key == waysKey:
			out[w.Key] = w.Answer
		case w.Suggestion != "":
			out[w.Key] = w.Suggestion
		default:
			out[w.Key] = w.Text
		}
	}
	return out
}

// TestLayouts reads tables as other trusts lay them out.
func TestLayouts(t *testing.T) {
	tests := []struct {
		name, text string
		kind       intake.Kind
		said       map[string]string
		want       []string
		left       string // codes of rows that are no records, headings and titles aside
	}{
		{"names and times in columns of their own", "First name\tSurname\tGMC\tGrade\tWard\tDate\tTimes\nLettice\tAshcombe\t0123456\tST5\tDelivery Suite\t25/07/2025\t0800-2030\nBarnaby\tFirth\t0123457\tFY2\tDelivery Suite\t26/07/2025\t2000-0830",
			intake.Duties, nil, []string{"Lettice Ashcombe, Delivery Suite: 25 08:00 to 25 20:30", "Barnaby Firth, Delivery Suite: 26 20:00 to 27 08:30"}, ""},
		{"a column a day, with a key", "Rota July,,,,,,\nName,Grade,Ward,Fri 25/07,Sat 26/07,Sun 27/07,Mon 28/07\n\"Ashcombe, Lettice\",ST5,Delivery Suite,LD,LD,OFF,N\n\"Firth, Barnaby\",FY2,Delivery Suite,N,,AL,09:00-17:00\nLD = Long day 0800-2030\nN = Night 2000-0830",
			intake.Duties, nil, []string{"Ashcombe, Lettice, Delivery Suite: 25 08:00 to 25 20:30", "Ashcombe, Lettice, Delivery Suite: 26 08:00 to 26 20:30", "Ashcombe, Lettice, Delivery Suite: 28 20:00 to 29 08:30", "Firth, Barnaby, Delivery Suite: 25 20:00 to 26 08:30", "Firth, Barnaby, Delivery Suite: 28 09:00 to 28 17:00"}, "key and foot, key and foot"},
		{"days of the month under weekdays", ",,Fri,Sat,Sun\nName,Ward,25,26,27\nA Bee,W1,LD,OFF,OC", intake.Duties, map[string]string{"code/ld": "0800-2030", "code/oc": "0800-0800 on call"},
			[]string{"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 27 08:00 to 28 08:00 on call"}, ""},
		{"dates with times, ISO and not", "Employee,Job Title,Department,Shift Start,Shift End\nAshcombe Lettice,StR,Delivery Suite,2025-07-25T08:00,2025-07-25T20:30\nFirth Barnaby,FY2,Delivery Suite,2025-07-25 20:00,2025-07-26 08:30",
			intake.Duties, nil, []string{"Ashcombe Lettice, Delivery Suite: 25 08:00 to 25 20:30", "Firth Barnaby, Delivery Suite: 25 20:00 to 26 08:30"}, ""},
		{"month first", "Name,Ward,Date,Start,End\nA Bee,W1,7/25/2025,8:00 AM,8:30 PM\nC Dee,W1,7/8/2025,8:00 AM,8:30 PM", intake.Duties, nil,
			[]string{"A Bee, W1: 25 08:00 to 25 20:30", "C Dee, W1: 8 08:00 to 8 20:30"}, ""},
		{"one day mistyped with the month first", "Name,Ward,Date,Start,End\nA Bee,W1,2025-07-25,0800,2030\nA Bee,W1,2025-07-26,0800,2030\nA Bee,W1,45865,0800,2030\nA Bee,W1,7/8/2025,0800,2030", intake.Duties, nil,
			[]string{"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 26 08:00 to 26 20:30", "A Bee, W1: 27 08:00 to 27 20:30", "A Bee, W1: 7 08:00 to 7 20:30"}, ""},
		{"month first by the strike alone", "Name,Ward,Date,Start,End\nA Bee,W1,7/12/2025,8:00 AM,8:30 PM", intake.Duties, nil, []string{"A Bee, W1: 12 08:00 to 12 20:30"}, ""},
		{"wards as lines of their own", "Name,Grade,Date,Start,End\nDelivery Suite,,,,\nA Bee,ST5,25/07/2025,0800,2030\nWard 31,,,,\nC Dee,FY1,25/07/2025,0800,2030", intake.Duties, nil,
			[]string{"A Bee, Delivery Suite: 25 08:00 to 25 20:30", "C Dee, Ward 31: 25 08:00 to 25 20:30"}, "section heading, section heading"},
		{"dates and times apart", "Name,Unit,Start Date,Start Time,End Date,End Time\nA Bee,W1,25/07/2025,20:00,26/07/2025,08:30\nA Bee,W1,27/07/2025,20:00,,08:30", intake.Duties, nil,
			[]string{"A Bee, W1: 25 20:00 to 26 08:30", "A Bee, W1: 27 20:00 to 28 08:30"}, ""},
		{"unit first", "Unit Name,Person,Staff Number,Grade Description,Duty Date,Duty,Duty Start Time,Duty End Time,Break,Hours\nDelivery Suite,\"Ashcombe, Lettice\",12345,ST5,25-Jul-2025,LD,08:00,20:30,30,12", intake.Duties, nil,
			[]string{"Ashcombe, Lettice, Delivery Suite: 25 08:00 to 25 20:30"}, ""},
		{"codes without times", "Name,Ward,Date,Shift\nA Bee,W1,25/07/2025,LD\nA Bee,W1,26/07/2025,AL", intake.Duties, map[string]string{"code/ld": "0800-2030"}, []string{"A Bee, W1: 25 08:00 to 25 20:30"}, "not a duty: AL"},

		{"dates with times, under long headings", "Person Name,Job Title,Owning Unit,Shift Name,Start Date/Time,End Date/Time\nAshcombe Lettice,Specialty Registrar ST6,Delivery Suite,Long Day,25/07/2025 08:00,25/07/2025 20:30", intake.Duties, nil,
			[]string{"Ashcombe Lettice, Delivery Suite: 25 08:00 to 25 20:30"}, ""},
		{"a row a day and a column a shift", "Date,Day,Long day 0800-2030,On call 2000-0830,Consultant\n25/07/2025,Fri,Ann Bee,Cy Dee,Dr Eff\n26/07/2025,Sat,Ann Bee,VACANT,Dr Eff\n27/07/2025,Sun,,,Dr Eff", intake.Duties, nil,
			[]string{"Ann Bee, : 25 08:00 to 25 20:30", "Cy Dee, : 25 20:00 to 26 08:30 on call", "Ann Bee, : 26 08:00 to 26 20:30"}, "nobody on duty"},
		{"month first, of which one day alone tells", "Name,Ward,Date,Start,End\nA Bee,W1,7/12/2025,0800,2030\nB Cee,W1,7/12/2025,0800,2030\nC Dee,W1,7/12/2025,0800,2030\nA Bee,W1,7/25/2025,0800,2030", intake.Duties, nil,
			[]string{"A Bee, W1: 12 08:00 to 12 20:30", "B Cee, W1: 12 08:00 to 12 20:30", "C Dee, W1: 12 08:00 to 12 20:30", "A Bee, W1: 25 08:00 to 25 20:30"}, ""},
		{"codes that say their times", "Name,Ward,Date,Shift\nA Bee,W1,25/07/2025,LD (0800-2030)\nA Bee,W1,26/07/2025,AL 0900-1700\nC Dee,W1,26/07/2025,On call 0900-0900", intake.Duties, nil,
			[]string{"A Bee, W1: 25 08:00 to 25 20:30", "C Dee, W1: 26 09:00 to 27 09:00 on call"}, "not a duty: AL 0900-1700"},
		{"leave has times in the key", "Name,Ward,Date,Code,Start,End\nA Bee,W1,25/07/2025,AL,09:00,17:00\nA Bee,W1,26/07/2025,LD,08:00,20:30\nAL = Annual leave 0900-1700\nLD = Long day 0800-2030", intake.Duties, nil,
			[]string{"A Bee, W1: 26 08:00 to 26 20:30"}, "not a duty: AL, key and foot, key and foot"},
		{"a shift, a name, a day and times look like a key", "Shift,Name,Date,Times\nLD,Ann Bee,25/07/2025,0800-2030\nN,Ann Bee,27/07/2025,2000-0830", intake.Duties, nil,
			[]string{"Ann Bee, : 25 08:00 to 25 20:30", "Ann Bee, : 27 20:00 to 28 08:30"}, ""},
		{"away in a column that is not read", "Name,Ward,Date,Shift,From,To,Absence,Reason\nA Bee,W1,25/07/2025,LD,0800,2030,,Sickness\nA Bee,W1,26/07/2025,LD,0800,2030,Annual Leave\nC Dee,W1,25/07/2025,LD,0800,2030,Sickness", intake.Duties, nil,
			[]string{"A Bee, W1: 25 08:00 to 25 20:30"}, "not a duty: Annual Leave, not a duty: Sickness"},
		{"instants with their zone", "employee_name,unit,shift_code,shift_start,shift_end\nA Bee,W1,LD,2025-07-25T07:00:00Z,2025-07-25T20:30:00+01:00", intake.Duties, nil, []string{"A Bee, W1: 25 08:00 to 25 20:30"}, ""},
		{"shift start dates", "Doctor name;Ward;Grade;Shift start date;Shift start time;Shift end date;Shift end time\nA Bee;W1;ST3;26/07/2025;22:00;27/07/2025;08:00:00", intake.Duties, nil, []string{"A Bee, W1: 26 22:00 to 27 08:00"}, ""},
		{"a weekday beside the date", "Name,Ward,Day,Date,Start,End\nA Bee,W1,Fri,25/07/2025,0800,2030", intake.Duties, nil, []string{"A Bee, W1: 25 08:00 to 25 20:30"}, ""},
		{"days of the month before the strike", ",,Thu,Fri,Sat\nName,Ward,24,25,26\nA Bee,W1,N 2000-0830,OFF,LD 0800-2030", intake.Duties, nil, []string{"A Bee, W1: 24 20:00 to 25 08:30", "A Bee, W1: 26 08:00 to 26 20:30"}, ""},

		{"the days that somebody ticked", "Timestamp,Email Address,Which days will you be working?\n2025/07/15 9:32:10 AM GMT+1,a@x.nhs.invalid,\"Fri 25 July, Sun 27 July\"", intake.Declarations, nil, []string{"R001 25 working", "R001 27 working"}, ""},
		{"the days of strike that somebody ticked", "Completion time\tEmail\tName\tFull name\tOn which days will you be on strike?\n15/07/2025 09:00\tanonymous\t\tA Bee\tFriday 25 July;Monday 28 July;", intake.Declarations, nil, []string{"R001 25 away", "R001 28 away"}, ""},
		{"headings of two lines", "Email Address,First Name,Last Name,Please say whether you will be working on each day,,\n,,,Fri 25 July,Sat 26 July,Mon 28 July\na@x.nhs.invalid,A,Bee,Working,On strike,Not rostered", intake.Declarations, nil,
			[]string{"R001 25 working", "R001 26 away", "R001 28 no_reply"}, ""},
		{"a question about striking over days", "Name,Will you be taking strike action?,\n,Fri 25,Sat 26\nA Bee,Yes,No", intake.Declarations, nil, []string{"R001 25 away", "R001 26 working"}, ""},
		{"other questions beside those about days", "Name,Are you willing to say whether you will be working?,Fri 25 July: I will be,Sat 26 July: I will be\nA Bee,Yes,working,on strike", intake.Declarations, nil, []string{"R001 25 working", "R001 26 away"}, ""},
		{"dates of striking", "Completion time,Name,Dates I will be striking\n10/07/2025 09:00,A Bee,25/07/2025; 27th July to 29th July", intake.Declarations, nil, []string{"R001 25 away", "R001 27 away", "R001 28 away", "R001 29 away"}, ""},
		{"a question from day to day of the strike", "Name,Email Address,Will you take part in industrial action from 25 July to 30 July 2025?\nA Bee,a@x.nhs.invalid,Yes", intake.Declarations, nil,
			[]string{"R001 25 away", "R001 26 away", "R001 27 away", "R001 28 away", "R001 29 away", "R001 30 away"}, ""},
		{"an answer a row and day", "Name,E-mail,Date,Are you working?\nA Bee,a@x.nhs.invalid,25/07/2025,Yes\nA Bee,a@x.nhs.invalid,26/07/2025,No", intake.Declarations, nil, []string{"R001 25 working", "R001 26 away"}, ""},
		{"one question for all days, turned round", "Timestamp,Email Address,Will you be taking strike action?\n15/07/2025 09:00:00,a@x.nhs.invalid,No\n16/07/2025 09:00:00,a@x.nhs.invalid,Yes", intake.Declarations, nil,
			[]string{"R001 25 away", "R001 26 away", "R001 27 away", "R001 28 away", "R001 29 away", "R001 30 away"}, "answered again later"},
		{"days in brackets; the earlier answer comes last", "Timestamp,Email Address,Which shifts will you work? [Fri 25 July],Which shifts will you work? [Sat 26 July],Comments\n15/07/2025 09:00:07,a@x.nhs.invalid,Working,Not working,ring me\n15/07/2025 09:00:06,a@x.nhs.invalid,Not working,,", intake.Declarations, nil,
			[]string{"R001 25 working", "R001 26 away"}, "answered again later"},

		{"an offer a row", "Consultant,Specialty,Date,From,To,On site or on call,Rate\nDr A Bee,obstetrics,25/07/2025,08:00,20:00,On site,BMA\nDr A Bee,obstetrics,26/07/2025,20:00,08:00,On call,", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] bma_rate; 25 08:00 to 25 20:00 [on_site]; 26 20:00 to 27 08:00 [on_call]"}, ""},
		{"a day and half in one heading", "Name,Skills,25/07 AM,25/07 PM,26/07 AM\nDr A Bee,obstetrics,Y,phone only,clinic", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] trust_rate; 25 08:00 to 25 18:00 [on_call]; 25 08:00 to 25 13:00 [on_site standby]; 26 08:00 to 26 13:00 fixed clinic"}, ""},
		{"times in cells", "Name,Skills,Fri 25/07,Sat 26/07\nDr A Bee,obstetrics,0800-2000,yes 5pm to 10pm", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] trust_rate; 25 08:00 to 25 20:00 [on_site on_call standby]; 26 17:00 to 26 22:00 [on_site on_call standby]"}, ""},
		{"the shifts that somebody ticked", "Start time\tCompletion time\tYour name\tSpecialty\tWhich shifts can you cover?\tRate\n10/07/2025 09:00\t10/07/2025 09:02\tDr A Bee\tobstetrics\tFri 25 July 08:00-20:00;Sat 26 July 20:00-08:00;\tBMA", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] bma_rate; 25 08:00 to 25 20:00 [on_site on_call standby]; 26 20:00 to 27 08:00 [on_site on_call standby]"}, ""},
		{"hours with colons after a day are no year", "Name,Skills,Fri 25 July 08:00-13:00,26/7 night 20:00-08:00\nDr A Bee,obstetrics,Y,phone only", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] trust_rate; 25 08:00 to 25 13:00 [on_site on_call standby]; 26 20:00 to 27 08:00 [on_call]"}, ""},
		{"one day over all parts of it", "Mon 28 July\nName\tSkills\tAM 0800-1300\tPM 1300-1800\nDr A Bee\tobstetrics\tY\tN", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] trust_rate; 28 08:00 to 28 13:00 [on_site on_call standby]"}, ""},
		{"when somebody cannot", "Consultant,Covers,Fri 25 unavailable 0800-2000,Sat 26 0800-2000\nDr A Bee,obstetrics,Yes,Yes", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] trust_rate; 26 08:00 to 26 20:00 [on_site on_call standby]"}, ""},
		{"crosses in a grid of consultants", "Consultant,Covers,Fri 25 0800-2000,Sat 26 0800-2000\nDr A Bee,obstetrics,x,", intake.Consultants, map[string]string{"cover/x": "yes"},
			[]string{"Dr A Bee [obstetrics] trust_rate; 25 08:00 to 25 20:00 [on_site on_call standby]"}, ""},
		{"resident or on call", "Consultant name,Specialty,Shift date,Start,Finish,Resident / on call\nDr A Bee,obstetrics,25/07/2025,08:00,20:00,Resident", intake.Consultants, nil,
			[]string{"Dr A Bee [obstetrics] trust_rate; 25 08:00 to 25 20:00 [on_site]"}, ""},
		{"whole days", "Name,Skills,Fri 25 Jul,Sat 26 Jul\nDr A Bee,obstetrics,BMA rate only,N", intake.Consultants, map[string]string{"band/(whole day)": "0800-0800"}, []string{"Dr A Bee [obstetrics] bma_rate; 25 08:00 to 26 08:00 [on_site on_call standby]"}, ""},

		{"a slot a row", "Ward,Grade,Date,Shift,Start,End,Number required\nDelivery Suite,Registrar,25/07/2025,LD,08:00,20:30,2\nDelivery Suite,SHO,25/07/2025,N,20:00,08:30,1", intake.Slots, map[string]string{"service/delivery suite": "Maternity", "site/(no site named)": "North"},
			[]string{"Maternity, Delivery Suite, Registrar: 25 08:00 to 25 20:30, 2 on_site", "Maternity, Delivery Suite, SHO: 25 20:00 to 26 08:30, 1 on_site"}, ""},
		{"a column a day, times in the title", "Minimum numbers long day 0800-2030,,,\nUnit,Site,Role,Fri 25,Sat 26,Sun 27\nDelivery Suite,North,SHO,2,1,0", intake.Slots, nil,
			[]string{"Delivery Suite, Delivery Suite, SHO: 25 08:00 to 25 20:30, 2 on_site", "Delivery Suite, Delivery Suite, SHO: 26 08:00 to 26 20:30, 1 on_site"}, ""},
		{"times in the headings", "Service | Unit | Site | Role | Days | Day (0800-2030) | Night (2000-0830) | Mode\nMaternity | Delivery Suite | North | SHO | Sat | 2 | 1 | on call", intake.Slots, nil,
			[]string{"Maternity, Delivery Suite, SHO: 26 08:00 to 26 20:30, 2 on_call", "Maternity, Delivery Suite, SHO: 26 20:00 to 27 08:30, 1 on_call"}, ""},

		{"roles across", "Service | Ward | Site | Registrar 0800-2000 | SHO 2000-0800 | Consultant Sat-Sun 0900-1200\nMaternity | Delivery Suite | North | 1 | 2 | 1", intake.Slots, map[string]string{"role/consultant": "2"},
			[]string{"Maternity, Delivery Suite, Registrar: 25 08:00 to 25 20:00, 1 on_site", "Maternity, Delivery Suite, SHO: 25 20:00 to 26 08:00, 2 on_site",
				"Maternity, Delivery Suite, Registrar: 26 08:00 to 26 20:00, 1 on_site", "Maternity, Delivery Suite, SHO: 26 20:00 to 27 08:00, 2 on_site", "Maternity, Delivery Suite, Consultant: 26 09:00 to 26 12:00, 1 on_site",
				"Maternity, Delivery Suite, Registrar: 27 08:00 to 27 20:00, 1 on_site", "Maternity, Delivery Suite, SHO: 27 20:00 to 28 08:00, 2 on_site", "Maternity, Delivery Suite, Consultant: 27 09:00 to 27 12:00, 1 on_site",
				"Maternity, Delivery Suite, Registrar: 28 08:00 to 28 20:00, 1 on_site", "Maternity, Delivery Suite, SHO: 28 20:00 to 29 08:00, 2 on_site",
				"Maternity, Delivery Suite, Registrar: 29 08:00 to 29 20:00, 1 on_site", "Maternity, Delivery Suite, SHO: 29 20:00 to 30 08:00, 2 on_site"}, ""},
		{"the minimum beside the establishment", "Division | Ward | Site | Role | Date | Times | Establishment | Minimum safe staffing\nMaternity | Delivery Suite | North | SHO | 25/07/2025 | 0800-2000 | 4 | 2", intake.Slots, nil,
			[]string{"Maternity, Delivery Suite, SHO: 25 08:00 to 25 20:00, 2 on_site"}, ""},
		{"shortened weekdays", "Service | Unit | Site | Role | WD 0800-2000 | W/E 0900-1200\nMaternity | Delivery Suite | North | SHO | 0 | 1", intake.Slots, nil,
			[]string{"Maternity, Delivery Suite, SHO: 26 09:00 to 26 12:00, 1 on_site", "Maternity, Delivery Suite, SHO: 27 09:00 to 27 12:00, 1 on_site"}, ""},
		{"24/7 is no date", "Service | Unit | Site | Role | Days | Start | End | Strike minimum\nMaternity | Delivery Suite | North | SHO | 24/7 | 21:00 | 22:00 | 1", intake.Slots, nil,
			[]string{"Maternity, Delivery Suite, SHO: 25 21:00 to 25 22:00, 1 on_site", "Maternity, Delivery Suite, SHO: 26 21:00 to 26 22:00, 1 on_site", "Maternity, Delivery Suite, SHO: 27 21:00 to 27 22:00, 1 on_site",
				"Maternity, Delivery Suite, SHO: 28 21:00 to 28 22:00, 1 on_site", "Maternity, Delivery Suite, SHO: 29 21:00 to 29 22:00, 1 on_site"}, ""},

		{"decimal commas", "Band;Consultant rate per hour\nWeekday 7am-7pm;98,50\nOvernight 11pm-7am;£112,00", intake.Rates, nil, []string{"trust  weekday_day £98.50", "trust  night £112.00"}, ""},
		{"rates for a session beside those for an hour", "When,Rate per 4 hour session,Hourly equivalent\nWeekday day 0700-1900,£400,£100", intake.Rates, nil, []string{"trust  weekday_day £100.00"}, ""},
		{"agency rates", "When,Consultant (substantive),Consultant (agency),Associate Specialist\nWeekday 0700-1900,£100,£140,£80", intake.Rates, nil, []string{"trust  weekday_day £100.00", "trust associate specialist weekday_day £80.00"}, ""},
		{"a band a row", "Band,Rate per hour\nMon-Fri 7am - 7pm,£100\nWeekday evening (19:00-23:00),£120.50\nSat/Sun 07:00-23:00,£130\nOvernight 23:00 - 07:00,£150\nNon-resident on call,£40\nStandby,25", intake.Rates, nil,
			[]string{"trust  weekday_day £100.00", "trust  weekday_evening £120.50", "trust  weekend £130.00", "trust  night £150.00", "trust  on_call £40.00", "trust  standby £25.00"}, ""},
		{"a band a column", "Grade,Weekday day,Weekday evening,Weekend,Night\nConsultant,100,110,120,130\nSAS,80,90,100,110", intake.Rates, nil,
			[]string{"trust  weekday_day £100.00", "trust  weekday_evening £110.00", "trust  weekend £120.00", "trust  night £130.00", "trust SAS weekday_day £80.00", "trust SAS weekday_evening £90.00", "trust SAS weekend £100.00", "trust SAS night £110.00"}, ""},
		{"a rate for a PA", "When,Consultant per PA\nWeekday 0700-1900,£400\nNight 2300-0700,£400", intake.Rates, nil, []string{"trust  weekday_day £100.00", "trust  night £133.33"}, ""},
		{"in London", "BMA rate card,,\nBand,Outside London,London\nWeekday 7am-7pm,£188,£200\nLondon weighting applies to us?,Yes,", intake.Rates, nil, []string{"bma  weekday_day £200.00"}, "which region applies"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := julyFor(tt.kind)
			if tt.kind == intake.Declarations {
				k.Memory.People = map[string]string{"email:a@x.nhs.invalid": "R001"}
			}
			book := pasted(t, tt.text)
			c := intake.Guess(book, "", k)
			if c.Kind != tt.kind {
				t.Fatalf("it is taken for %s, want %s", c.Kind, tt.kind)
			}
			c.Answers = taught(intake.Words(book, c, k), tt.said)
			r := intake.Read(book, c, k)
			if diff := cmp.Diff(tt.want, lines(r)); diff != "" {
				t.Errorf("records (-want +got)\n%s", diff)
			}
			var left []string
			for _, l := range r.LeftOut {
				if l.Code != "heading" && l.Code != "title line" {
					left = append(left, l.Code)
				}
			}
			if got := strings.Join(left, ", "); got != tt.left {
				t.Errorf("left out are %q, want %q", got, tt.left)
			}
			if len(r.Faults) > 0 || r.Count.Rows != r.Count.Read+r.Count.LeftOut+r.Count.Blank {
				t.Errorf("count %+v, faults %+v", r.Count, r.Faults)
			}
			k.Entry, k.Memory = intake.Apply(r, c, k)
			if faults := rota.Faults(k.Entry.Validate()); len(faults) > 0 {
				t.Errorf("the entry has faults: %v", faults)
			}
			again := intake.Compare(intake.Read(book, c, k), c, k)
			if again.Count[intake.Same] != len(again.List) {
				t.Errorf("the same file again changes %v", again.Count)
			}
		})
	}
}
