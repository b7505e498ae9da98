package survey

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"fmt"
)

// Seal hides what names people from whoever can read the store, or what a disk keeps of
// it, and does not know the instance's secret.
type Seal struct{ aead cipher.AEAD }

// NewSeal makes a seal for one kind of thing, with a key of its own out of the instance's
// secret: a pseudonym of something that nobody is called is 128 bits that only the secret's
// owner can know.
func NewSeal(p Pseudonyms, of string) Seal {
	key, err := hex.DecodeString(p.Of(of, "key"))
	if err != nil {
		panic("survey: a pseudonym is no key: " + err.Error()) // cannot be: it is hexadecimal
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("survey: " + err.Error()) // cannot be: the key has 16 bytes
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("survey: " + err.Error()) // cannot be: AES has the block that GCM needs
	}
	return Seal{aead}
}

// Close seals what belongs to something: it can be opened only as that thing's.
func (s Seal) Close(what, of []byte) []byte { return s.aead.Seal(nil, nil, what, of) }

// Open reads what Close sealed. An error means that it was done with another secret, or
// that it was changed or belongs to something else.
func (s Seal) Open(sealed, of []byte) ([]byte, error) {
	what, err := s.aead.Open(nil, nil, sealed, of)
	if err != nil {
		return nil, fmt.Errorf("sealed with another secret: %w", err)
	}
	return what, nil
}
