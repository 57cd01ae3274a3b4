package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

const (
	passwordPackage = "@zxcvbn-ts/language-common"
	passwordList    = passwordPackage + "/src/passwords.json"
	fewestPasswords = 10_000
	shortestCommon  = 4 // letters: shorter ones are in every word
)

// passwordFiles returns the passwords that many people use, one a line, in order.
func passwordFiles(modules fs.FS) (files, error) {
	text, err := fs.ReadFile(modules, passwordList)
	if err != nil {
		return nil, err
	}
	var list []string
	if err := json.Unmarshal(text, &list); err != nil {
		return nil, fmt.Errorf("%s: %w", passwordList, err)
	}
	for i, p := range list {
		list[i] = strings.ToLower(p)
	}
	list = slices.DeleteFunc(list, func(p string) bool { return len(p) < shortestCommon || strings.ContainsAny(p, "\r\n") })
	slices.Sort(list)
	list = slices.Compact(list)
	if len(list) < fewestPasswords {
		return nil, fmt.Errorf("%s: only %d passwords: has the package changed?", passwordList, len(list))
	}
	return files{"common.txt": []byte(strings.Join(list, "\n") + "\n")}, nil
}
