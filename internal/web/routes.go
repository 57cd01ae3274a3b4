package web

import (
	"net/http"
	"slices"

	"strikerota/internal/auth"
)

const (
	get  = http.MethodGet
	post = http.MethodPost
)

// A route is one method of one path, the act that it needs, and what answers it.
type route struct {
	method string
	path   string
	act    auth.Act
	do     func(*Server, *visit) error
	upload bool // the form may hold a file, and be as large as one
	file   bool // answers with a file to download
	solves bool // the form may make a rota, or ask a question that solves
	first  bool // may be used before a second factor that is required has been set up

	// again is where a form leads that was saved before, where its address does not tell.
	again string

	// password is whether it is there only where people have one, and for those who do.
	password bool

	// names are which residents its pages name, in words for the audit; "" names nobody.
	names string
}

// routes is the one table of what can be asked for; tests walk it. Each file of
// pages has its own list.
func routes() []route {
	return slices.Concat(
		plainRoutes,
		auditRoutes,
		signInRoutes,
		openIDRoutes,
		codeRoutes,
		linkRoutes,
		accountRoutes,
		factorRoutes,
		accountsRoutes,
		sightRoutes,
		strikeRoutes,
		officeRoutes,
		retentionRoutes,
		publishedRoutes,
		residentRoutes,
		consultantRoutes,
		personRoutes,
		availabilityRoutes,
		slotRoutes,
		wordRoutes,
		gapRoutes,
		runRoutes,
		solveRoutes,
		rotaRoutes,
		coverRoutes,
		editRoutes,
		publishRoutes,
		versionRoutes(),
		compareRoutes,
		answerRoutes,
		seenRoutes,
		ownChangesRoutes,
		costRoutes,
		rateRoutes,
		libraryRoutes,
		cardFileRoutes,
		moneyRoutes,
		whatIfRoutes,
		priceRoutes,
		robustRoutes,
		variantRoutes,
		attendanceRoutes,
		dayRoutes,
		replanRoutes,
		callRoutes,
		downloadRoutes(),
		uploadRoutes,
		importRoutes,
		ownRoutes,
		ownDutyRoutes,
		ownConsultantRoutes,
		personalLinkRoutes(),
		heldRoutes(),
	)
}
