package rankset_test

// Mean scores in mathematics of the countries of the OECD in PISA 2018 and their
// standard errors, as in the data set pisa of R's package csranks.
var pisa = []struct {
	country   string
	score, se float64
	rank      int    // by irank, as printed in README.md of csranks
	set       [2]int // by a plain simulation of 400,000 draws, written apart from this package
}{
	{"Australia", 491.3600, 1.939833, 24, [2]int{12, 30}},
	{"Austria", 498.9423, 2.970999, 18, [2]int{7, 26}},
	{"Belgium", 508.0703, 2.262662, 10, [2]int{4, 18}},
	{"Canada", 512.0169, 2.357476, 7, [2]int{3, 17}},
	{"Chile", 417.4066, 2.415888, 35, [2]int{35, 36}},
	{"Colombia", 390.9323, 2.989559, 37, [2]int{37, 37}},
	{"Czech Republic", 499.4677, 2.460662, 17, [2]int{7, 25}},
	{"Denmark", 509.3984, 1.735002, 8, [2]int{4, 18}},
	{"Estonia", 523.4146, 1.743602, 3, [2]int{1, 6}},
	{"Finland", 507.3014, 1.967920, 11, [2]int{4, 18}},
	{"France", 495.4076, 2.320214, 20, [2]int{12, 26}},
	{"Germany", 500.0438, 2.647083, 15, [2]int{7, 25}},
	{"Greece", 451.3703, 3.091228, 34, [2]int{32, 34}},
	{"Hungary", 481.0826, 2.319597, 30, [2]int{23, 31}},
	{"Iceland", 495.1874, 1.953083, 21, [2]int{12, 26}},
	{"Ireland", 499.6329, 2.198621, 16, [2]int{8, 25}},
	{"Israel", 463.0345, 3.498563, 32, [2]int{31, 34}},
	{"Italy", 486.5899, 2.780046, 25, [2]int{15, 31}},
	{"Japan", 526.9733, 2.471475, 1, [2]int{1, 6}},
	{"Korea", 525.9330, 3.121394, 2, [2]int{1, 7}},
	{"Latvia", 496.1263, 1.962767, 19, [2]int{12, 26}},
	{"Lithuania", 481.1912, 1.953282, 29, [2]int{23, 31}},
	{"Luxembourg", 483.4215, 1.097632, 27, [2]int{23, 31}},
	{"Mexico", 408.8015, 2.493226, 36, [2]int{35, 36}},
	{"Netherlands", 519.2310, 2.632278, 4, [2]int{1, 11}},
	{"New Zealand", 494.4897, 1.705943, 22, [2]int{12, 26}},
	{"Norway", 500.9638, 2.219045, 14, [2]int{7, 24}},
	{"Poland", 515.6479, 2.602085, 5, [2]int{1, 12}},
	{"Portugal", 492.4874, 2.684570, 23, [2]int{12, 31}},
	{"Slovak Republic", 486.1649, 2.555596, 26, [2]int{18, 31}},
	{"Slovenia", 508.8975, 1.363878, 9, [2]int{4, 18}},
	{"Spain", 481.3926, 1.462418, 28, [2]int{24, 31}},
	{"Sweden", 502.3877, 2.654251, 12, [2]int{5, 24}},
	{"Switzerland", 515.3147, 2.908004, 6, [2]int{1, 13}},
	{"Turkey", 453.5078, 2.260407, 33, [2]int{32, 34}},
	{"United Kingdom", 501.7699, 2.564428, 13, [2]int{6, 24}},
	{"United States", 478.2447, 3.235444, 31, [2]int{23, 32}},
}
