package document

import "strikerota/rota"

func (d consultantDoc) consultant() rota.Consultant {
	return rota.Consultant{
		ID: rota.ConsultantID(d.ID), Skills: d.Skills, Sites: d.Sites, Terms: rota.Terms(d.Terms),
		PayPoint: or(d.PayPoint), MaxCover: d.MaxCover, MaxNightsInARow: d.MaxNightsInARow,
		Offers: each(d.Offers, offerDoc.offer), Sessions: each(d.Sessions, sessionDoc.session),
		KeptOff: texts[rota.SlotID](d.KeptOff),
	}
}

func consultantOf(c rota.Consultant) consultantDoc {
	return consultantDoc{
		ID: string(c.ID), Skills: texts[string](c.Skills), Sites: texts[string](c.Sites), Terms: string(c.Terms),
		PayPoint: some(c.PayPoint), MaxCover: c.MaxCover, MaxNightsInARow: c.MaxNightsInARow,
		Offers: each(c.Offers, offerOf), Sessions: each(c.Sessions, sessionOf),
		KeptOff: texts[string](c.KeptOff),
	}
}

func (d offerDoc) offer() rota.Offer {
	return rota.Offer{Span: span(d.Start, d.End), Modes: texts[rota.Mode](d.Modes)}
}

func offerOf(o rota.Offer) offerDoc {
	return offerDoc{instant{o.Start}, instant{o.End}, texts[string](o.Modes)}
}

func (d sessionDoc) session() rota.Session {
	return rota.Session{ID: rota.SessionID(d.ID), Span: span(d.Start, d.End), Kind: rota.SessionKind(d.Kind), Loss: d.Loss}
}

func sessionOf(s rota.Session) sessionDoc {
	return sessionDoc{string(s.ID), instant{s.Start}, instant{s.End}, string(s.Kind), s.Loss}
}

func (d cardDoc) card() rota.Card {
	return rota.Card{
		Name:         d.Name,
		BankHolidays: each(d.BankHolidays, func(d day) rota.Date { return d.Date }),
		Rates:        each(d.Rates, rateDoc.row),
	}
}

func cardOf(c rota.Card) cardDoc {
	return cardDoc{c.Name, each(c.BankHolidays, func(d rota.Date) day { return day{d} }), each(c.Rates, rateOf)}
}

func (d rateDoc) row() rota.RateRow {
	return rota.RateRow{PayPoint: or(d.PayPoint), Rate: [rota.BandCount]*rota.Pence{
		(*rota.Pence)(d.WeekdayDay), (*rota.Pence)(d.WeekdayEvening), (*rota.Pence)(d.Weekend),
		(*rota.Pence)(d.Night), (*rota.Pence)(d.OnCall), (*rota.Pence)(d.Standby),
	}}
}

func rateOf(r rota.RateRow) rateDoc {
	rate := func(b rota.Band) *int64 { return (*int64)(r.Rate[b]) }
	return rateDoc{
		PayPoint: some(r.PayPoint), WeekdayDay: rate(rota.WeekdayDay), WeekdayEvening: rate(rota.WeekdayEvening),
		Weekend: rate(rota.Weekend), Night: rate(rota.Night), OnCall: rate(rota.OnCallBand), Standby: rate(rota.StandbyBand),
	}
}
