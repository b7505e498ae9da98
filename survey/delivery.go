package survey

// Delivery is what a messenger's server brought and nobody has handled yet. What it
// holds names people, so that who keeps it must not be able to read it.
type Delivery struct {
	ID   int64  // the messenger's number, which grows; at least 1
	Body []byte // sealed by who received it; empty if there is nothing to be handled
}

// Lease says which process does what only one must do at a time.
type Lease struct {
	ID     string `bson:"_id"` // of what is done
	Rev    int64  `bson:"rev"`
	Holder string `bson:"holder"` // of one run of a process; "" if it has let go
}
