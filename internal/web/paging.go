package web

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"strikerota/internal/web/form"
)

const perPage = 50

// A filter is what a list is narrowed to: the parameters of its address, and a
// name that is looked for, which never stands in an address.
type filter struct {
	path   string
	values url.Values
	person string
}

// filter reads the parameters that a list knows; others are left out.
func (v *visit) filter(path string, names ...string) filter {
	f := filter{path: path, values: url.Values{}}
	for _, name := range names {
		if text := strings.TrimSpace(v.query(name)); text != "" && len(text) <= 200 {
			f.values.Set(name, text)
		}
	}
	return f
}

func (f filter) get(name string) string { return f.values.Get(name) }

// postedFilter reads the parameters from a posted form, with the name that is looked for.
func (v *visit) postedFilter(path string, names ...string) (filter, error) {
	posted := v.form()
	f := filter{path: path, values: url.Values{}, person: posted.Optional(personField, "Name", 200)}
	for _, name := range names {
		if text := posted.Optional(name, name, 200); text != "" {
			f.values.Set(name, text)
		}
	}
	return f, posted.Done()
}

const personField = "person"

// named reports whether a name of somebody fits what is looked for.
func (f filter) named(name string) bool {
	return strings.Contains(strings.ToLower(name), strings.ToLower(strings.TrimSpace(f.person)))
}

// on reports whether the list is narrowed at all.
func (f filter) on() bool { return len(f.values) > 0 || f.person != "" }

// form is the filter as the fields of its form.
func (f filter) form() *form.Form {
	values := url.Values{personField: {f.person}}
	for name := range f.values {
		values.Set(name, f.get(name))
	}
	return form.Of(values)
}

// href is the address of the list, narrowed, at a page.
func (f filter) href(number int) string {
	values := url.Values{}
	for name := range f.values {
		values.Set(name, f.get(name))
	}
	if number > 1 {
		values.Set("page", strconv.Itoa(number))
	}
	if len(values) == 0 {
		return f.path
	}
	return f.path + "?" + values.Encode()
}

// A Filters is the form above a list that narrows it. One that looks for a name
// is posted, so that no name stands in an address; CSRF is then given.
type Filters struct {
	Action  string
	CSRF    string
	Inputs  []Input
	Selects []Select
	Dates   []Input
	Clear   string // address of the whole list when it is narrowed, or ""
	Open    bool
}

func newFilters(f filter, inputs []Input, selects []Select) Filters {
	out := Filters{Action: f.path, Inputs: inputs, Selects: selects, Open: f.on()}
	if f.on() {
		out.Clear = f.path
	}
	return out
}

// anyOf are the options of a filter, after one that takes all.
func anyOf(all string, options []Option) []Option {
	return slices.Concat([]Option{{Value: "", Text: all}}, options)
}

// number reads which page is asked for.
func (v *visit) number() int { return pageNumber(v.query("page")) }

// pageNumber is the number of a page of a list, 1 when it is none.
func pageNumber(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// pages cuts one page out of a list, or gives all of it when a name is looked
// for: the addresses of further pages could not hold the name.
func pages[T any](all []T, number int, f filter) ([]T, int, *Pagination) {
	if f.person != "" {
		return all, 1, nil
	}
	return paged(all, number, f.href)
}

// paged cuts one page out of a list. An asked number beyond the last gives the
// last. The pagination is nil when one page is enough.
func paged[T any](all []T, number int, href func(int) string) ([]T, int, *Pagination) {
	pages := max(1, (len(all)+perPage-1)/perPage)
	number = min(max(number, 1), pages)
	return all[(number-1)*perPage : min(number*perPage, len(all))], number, numberedPages(number, pages, href)
}

// numberedPages are the links to the pages of a list, of which one is shown: nil when
// it is the only one.
func numberedPages(number, pages int, href func(int) string) *Pagination {
	if pages <= 1 {
		return nil
	}
	p := &Pagination{}
	for n := 1; n <= pages; n++ {
		p.Pages = append(p.Pages, PageLink{Number: n, Href: href(n), Current: n == number})
	}
	if number > 1 {
		p.Previous = href(number - 1)
	}
	if number < pages {
		p.Next = href(number + 1)
	}
	return p
}

// pageTitle names the page of a list that has several.
func pageTitle(title string, number int, p *Pagination) string {
	if p == nil {
		return title
	}
	return fmt.Sprintf("%s (page %d of %d)", title, number, len(p.Pages))
}
