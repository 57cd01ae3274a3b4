// Command copy puts what npm fetched where the build embeds it and the tests read it.
//
// It is run from internal/assets, after npm ci, by make assets:
//
//	rota/solve/highs/dist        highs.wasm, names.json (its short import and export names)
//	internal/web/static/vendor   nhsuk-frontend.min.css and .min.js, images/, versions.json
//	internal/auth/dist           common.txt: passwords that many people use
//	internal/assets/testdist     axe.min.js, fixtures/<component>.json: for tests, never embedded
//
// The four folders are ignored by git. The first three keep a tracked .gitkeep, so that the program
// compiles without them. Files that have not changed are left alone, and files that are no longer
// wanted are removed, so that running it again changes nothing.
//
// Nothing that a browser would load from another host may remain in what it copies: the licensed
// font and the source maps are cut out, and any other web address stops it.
package main
