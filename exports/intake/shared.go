package intake

// shared keeps one of each value that many cells have. What it gives must not be changed.
type shared[T comparable] map[T]*T

func (s shared[T]) same(value T) *T {
	if at, there := s[value]; there {
		return at
	}
	s[value] = &value
	return &value
}
