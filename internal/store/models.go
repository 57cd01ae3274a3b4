package store

import (
	"fmt"
	"slices"

	"gorm.io/gorm"
)

// models are the row of every table.
var models = []any{
	accountSessionRow{}, answerRow{}, auditRow{}, callRow{}, cardRow{}, consultantRow{},
	costCaseRow{}, draftRow{}, dutyRow{}, editRow{}, explanationRow{}, formKeyRow{},
	fileRequestRow{}, headRow{}, importDoneRow{}, importFileRow{}, importMemoryRow{},
	importRow{}, importWordRow{}, jobSessionRow{}, keptOffRow{}, leftOpenRow{},
	libraryCardRow{}, libraryRateRow{}, lockRow{}, lostPartRow{}, markRow{}, moneyRow{}, offerRow{}, officeRow{}, openIDTokenRow{},
	ownChangeRow{}, personalLinkRow{}, purgeRow{}, rateRow{}, residentRow{}, runRow{}, salaryRow{},
	sessionRow{}, slotRow{}, strikeRow{}, tokenRow{},
	toldReturnRow{}, toldRow{}, travelRow{}, trustRow{}, userRow{}, versionRow{},
}

// know has GORM look at every model before anybody else uses the database, and at what
// else it fills: two goroutines that were the first to use one at the same moment raced
// in its cache.
func know(db *gorm.DB) error {
	for _, model := range append(slices.Clip(models), stamp{}, codeName{}) {
		if err := (&gorm.Statement{DB: db}).Parse(model); err != nil {
			return fmt.Errorf("look at the rows of the tables: %w", err)
		}
	}
	return nil
}
