package rota

// Few is the count of people below which a figure is not shown to those who may
// not see names, lest one person be read off it.
const Few = 5
