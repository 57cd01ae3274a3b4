package backup

// NewPart is newPart, for a process that is killed.
func (p Place) NewPart(folder string) (string, error) {
	t, err := p.newPart(folder)
	if err != nil {
		return "", err
	}
	kept = append(kept, t)
	return t.path, nil
}

// kept has the lock of a part stay open.
var kept []*part
