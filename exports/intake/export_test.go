package intake

// SaidHash is under what a [Memory] keeps an answer that the trust does not keep.
var SaidHash = saidHash
