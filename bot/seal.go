package bot

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/hex"
	"fmt"

	"ashar/survey"
)

// seal hides what names people from whoever can read the store, or what a disk keeps of
// it, and does not know the instance's secret.
type seal struct{ aead cipher.AEAD }

// What is sealed, each with a key of its own.
const (
	sealedUpdates   = "telegram inbox"
	sealedAddresses = "telegram address"
)

// newSeal makes the key out of the instance's secret: a pseudonym of something that
// nobody is called is 128 bits that only the secret's owner can know.
func newSeal(p survey.Pseudonyms, of string) seal {
	key, err := hex.DecodeString(p.Of(of, "key"))
	if err != nil {
		panic("bot: a pseudonym is no key: " + err.Error()) // cannot be: it is hexadecimal
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		panic("bot: " + err.Error()) // cannot be: the key has 16 bytes
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic("bot: " + err.Error()) // cannot be: AES has the block that GCM needs
	}
	return seal{aead}
}

// close seals what belongs to something: it can be opened only as that thing's.
func (s seal) close(what, of []byte) []byte { return s.aead.Seal(nil, nil, what, of) }

// open reads what close sealed. An error means that it was done with another secret, or
// that it was changed or belongs to something else.
func (s seal) open(sealed, of []byte) ([]byte, error) {
	what, err := s.aead.Open(nil, nil, sealed, of)
	if err != nil {
		return nil, fmt.Errorf("sealed with another secret: %w", err)
	}
	return what, nil
}
