package survey

import (
	"context"
	"iter"
	"time"
)

// PaperTable is a table of answers from paper that is being brought in: it is kept from the moment in which it was
// uploaded, so that nothing is lost whatever breaks off. Of a row that was taken only what became of it stays, since its
// answers are a Response then; rows that were refused stay until somebody removes the table.
type PaperTable struct {
	ID           string          `bson:"_id"` // PaperTableID(Campaign, Hash)
	Rev          int64           `bson:"rev"`
	Municipality string          `bson:"municipality"`
	Campaign     string          `bson:"campaign"`
	Hash         string          `bson:"hash"` // of what stands in its cells
	Name         string          `bson:"name"` // of the file
	Language     string          `bson:"language"`
	Agreed       bool            `bson:"agreed"` // somebody said that consent is marked on every paper
	By           string          `bson:"by"`     // the account that brought it in
	At           time.Time       `bson:"at"`
	Head         []string        `bson:"head"`
	Rows         []PaperTableRow `bson:"rows"`
	// Begun: it was said to be taken. Done is how many rows were gone through since, in their order.
	Begun bool `bson:"begun"`
	Done  int  `bson:"done"`
}

// PaperTableRow is a row of a PaperTable, and what became of it.
type PaperTableRow struct {
	Line    int      `bson:"line"`            // in the file, from 1
	Cells   []string `bson:"cells,omitempty"` // gone once it was taken
	Serial  string   `bson:"serial,omitempty"`
	Village string   `bson:"village,omitempty"`
	State   RowState `bson:"state,omitempty"`
	Receipt string   `bson:"receipt,omitempty"` // of one that was taken, or was there
	// Failed is why it was refused when it was to be taken, though it can be read: a word such as "full". What can be
	// seen from the cells is not kept.
	Failed string `bson:"failed,omitempty"`
}

// RowState is what became of a row.
type RowState string

// The states.
const (
	RowWaits   RowState = ""        // nothing yet
	RowTaken   RowState = "taken"   // it was stored
	RowThere   RowState = "there"   // it was there already, with the same answers
	RowDiffers RowState = "differs" // its number was there already, with other answers: nothing was changed
	RowRefused RowState = "refused"
)

// PaperTableID is the identifier of a campaign's table.
func PaperTableID(campaign, hash string) string { return campaign + "/" + hash }

// Count is how many rows are in this state.
func (t *PaperTable) Count(s RowState) int {
	n := 0
	for i := range t.Rows {
		if t.Rows[i].State == s {
			n++
		}
	}
	return n
}

// Finished reports whether every row was gone through.
func (t *PaperTable) Finished() bool { return t.Begun && t.Done == len(t.Rows) }

// Forget takes out what the table says of an answer that was taken back: of the rows with the number of its printed form,
// or with its receipt, only that they were there stays. It reports whether there were any; "" is no number, and no receipt.
// A row that still waited, or differed, is refused from then on, since no answer of that paper is stored again.
func (t *PaperTable) Forget(serial, receipt string) bool {
	any := false
	for i := range t.Rows {
		row := &t.Rows[i]
		if (serial == "" || row.Serial != serial) && (receipt == "" || row.Receipt != receipt) || row.Cells == nil && row.Receipt == "" {
			continue
		}
		any = true
		row.Cells, row.Receipt = nil, ""
		if row.State == RowWaits || row.State == RowDiffers {
			row.State, row.Failed = RowRefused, string(PaperTakenBack)
		}
	}
	return any
}

// PaperTables keeps them. What is not there is an ErrNotFound.
type PaperTables interface {
	PaperTable(ctx context.Context, id string) (PaperTable, error)
	// SavePaperTable keeps it durably. With Rev 1 it is new, and an ErrExists if there is one; with a higher Rev it
	// replaces the one that has Rev-1, and is an ErrConflict if that one has changed meanwhile.
	SavePaperTable(ctx context.Context, t PaperTable) error
	// PaperTablesOf streams those of a campaign by their identifiers. After an error it ends.
	PaperTablesOf(ctx context.Context, campaign string) iter.Seq2[PaperTable, error]
	// RemovePaperTable removes it durably; an ErrNotFound if there is none.
	RemovePaperTable(ctx context.Context, id string) error
}
