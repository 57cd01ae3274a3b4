package rotatest

// Names of people who do not exist, as varied as the NHS workforce.

var firstNames = []string{
	"Aisha", "Amara", "Anil", "Anjali", "Beatriz", "Ben", "Bronwen", "Callum", "Catherine", "Chidi",
	"Daniel", "Deepa", "Eilidh", "Elena", "Emeka", "Farah", "Fiona", "Gareth", "Grace", "Hannah",
	"Harpreet", "Hassan", "Helen", "Ibrahim", "Imogen", "Isla", "James", "Jasmine", "Joanna", "Joseph",
	"Kavita", "Kenji", "Kwame", "Laila", "Leon", "Lucy", "Magdalena", "Marcus", "Mariam", "Mei",
	"Mohammed", "Nadia", "Ngozi", "Niamh", "Oliver", "Omar", "Parveen", "Peter", "Priya", "Rachel",
	"Ravi", "Rhys", "Rosalind", "Ruth", "Samir", "Sanjay", "Shanthi", "Sian", "Simon", "Sofia",
	"Tariq", "Temitope", "Thomas", "Uche", "Victoria", "Wei", "William", "Yasmin", "Yusuf", "Zainab",
}

// menNames are the first names that go with the title Mr.
var menNames = []string{
	"Anil", "Ben", "Callum", "Chidi", "Daniel", "Emeka", "Gareth", "Hassan", "Ibrahim", "James", "Joseph",
	"Kenji", "Kwame", "Leon", "Marcus", "Mohammed", "Oliver", "Omar", "Peter", "Ravi", "Rhys", "Samir", "Sanjay",
	"Simon", "Tariq", "Thomas", "Uche", "Wei", "William", "Yusuf",
}

var lastNames = []string{
	"Adeyemi", "Ahmed", "Akhtar", "Appleton", "Asante", "Banerjee", "Barraclough", "Begum", "Blackwood", "Boateng",
	"Campbell", "Chaudhry", "Chen", "Crowther", "Cunningham", "Das", "Davies", "Desai", "Duffy", "Ellwood",
	"Evans", "Eze", "Fairbairn", "Fernandes", "Ferreira", "Ghosh", "Goodall", "Greenhalgh", "Gunawardena", "Hargreaves",
	"Haq", "Hughes", "Hussain", "Ibekwe", "Iyer", "Jamieson", "Joshi", "Kamara", "Kaur", "Khalil",
	"Khan", "Kowalska", "Krishnan", "Lal", "Lindqvist", "Lowther", "MacInnes", "Mahmood", "Malik", "Mensah",
	"Mistry", "Morgan", "Musa", "Nair", "Ng", "Novak", "Nwosu", "O'Connor", "O'Sullivan", "Okafor",
	"Osei", "Papadakis", "Patel", "Pemberton", "Perera", "Petrov", "Qureshi", "Rahman", "Ramsbottom", "Rao",
	"Redfern", "Rosenthal", "Rossi", "Sandhu", "Sato", "Shah", "Sharma", "Siddiqui", "Singh", "Sutcliffe",
	"Tan", "Thistlewood", "Thomas", "Umar", "Vaughan", "Venkatesan", "Whitlock", "Wickramasinghe", "Wong", "Zielinska",
}
