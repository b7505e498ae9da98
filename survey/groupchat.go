package survey

// GroupChat is a village's group chat in which the bot was told a code. It says what is
// spoken of there, and nothing of who is in it.
type GroupChat struct {
	ID       string `bson:"_id"` // the pseudonym of the messenger's identifier
	Rev      int64  `bson:"rev"`
	Code     string `bson:"code"` // of the door
	Campaign string `bson:"campaign"`
	Village  string `bson:"village"`
}
