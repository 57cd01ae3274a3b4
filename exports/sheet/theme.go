package sheet

import (
	"bytes"
	"regexp"
	"strings"
)

const themePart = "xl/theme/theme1.xml"

// officeTheme are the colours of a workbook that brings none of its own, as LibreOffice and many
// programs write them: excelize reads no colour at all without a theme.
const officeTheme = `<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office"><a:themeElements><a:clrScheme name="Office">` +
	`<a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1><a:dk2><a:srgbClr val="44546A"/></a:dk2><a:lt2><a:srgbClr val="E7E6E6"/></a:lt2>` +
	`<a:accent1><a:srgbClr val="5B9BD5"/></a:accent1><a:accent2><a:srgbClr val="ED7D31"/></a:accent2><a:accent3><a:srgbClr val="A5A5A5"/></a:accent3><a:accent4><a:srgbClr val="FFC000"/></a:accent4>` +
	`<a:accent5><a:srgbClr val="4472C4"/></a:accent5><a:accent6><a:srgbClr val="70AD47"/></a:accent6><a:hlink><a:srgbClr val="0563C1"/></a:hlink><a:folHlink><a:srgbClr val="954F72"/></a:folHlink>` +
	`</a:clrScheme></a:themeElements></a:theme>`

// themeOf reads the colours of a workbook, whatever the part is called that holds them.
func (a *archive) themeOf() ([]byte, error) {
	part := ""
	for _, name := range a.order {
		if strings.HasPrefix(name, "xl/theme/") && strings.HasSuffix(name, ".xml") && (part == "" || name == themePart) {
			part = name
		}
	}
	if part == "" {
		return []byte(officeTheme), nil
	}
	theme, err := a.whole(part)
	if err == nil {
		err = walkXML(bytes.NewReader(theme), nil)
	}
	return theme, err
}

// notApplied are marks by which excelize leaves a ground or a font out. Excel shows it all the same: a
// style has the ground and font that it names.
var notApplied = regexp.MustCompile(`\sapply(?:Fill|Font)="(?:0|false)"`)

func applied(stylesheet []byte) []byte { return notApplied.ReplaceAll(stylesheet, nil) }
