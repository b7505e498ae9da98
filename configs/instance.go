package configs

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// secretSuffix makes the name of the file that keeps a generated secret out of its database's.
const secretSuffix = ".secret"

// InstanceSecret is the secret that keys the pseudonyms of the instance: the configured one or, with the embedded
// store, one that is generated at the first call and kept beside the database file with mode 0600, as "ashar.db.secret"
// for "file:ashar.db". A database and its secret belong together: with another secret, residents who have already
// answered are not recognised, so a damaged or exposed file is an error and is never replaced.
//
// Processes that share a server must share a secret, so with one of those it has to be configured.
func (c Config) InstanceSecret() (Secret, error) {
	if !c.Secret.IsZero() {
		return c.Secret, nil
	}
	database, embedded := c.Store.File()
	if !embedded {
		return Secret{}, fmt.Errorf("configs: secret: not set, and a store on a server needs one; set %s, or %s",
			envName("secret"), envName("secret")+fileSuffix)
	}
	path := database + secretSuffix
	secret, err := readSecret(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := writeSecret(path); err != nil {
			return Secret{}, fmt.Errorf("configs: generating the instance's secret: %w", err)
		}
		secret, err = readSecret(path)
	}
	if err != nil {
		return Secret{}, fmt.Errorf("configs: secret: %w", err)
	}
	return secret, nil
}

// readSecret reads a kept secret, and refuses one that others can read or that is not whole.
func readSecret(path string) (Secret, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Secret{}, err
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 && runtime.GOOS != "windows" { // which has no such modes
		return Secret{}, fmt.Errorf("%s has mode %04o, and others can read it; run chmod 600 %[1]s", path, mode)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Secret{}, err
	}
	secret, err := instanceSecret(strings.TrimSpace(string(data)))
	if err != nil {
		return Secret{}, fmt.Errorf("%s is damaged; bring it back from a backup", path)
	}
	return secret, nil
}

// writeSecret generates a secret and keeps it durably at path, unless another process has done so meanwhile: the whole
// file appears at once, and the first one stays.
func writeSecret(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // with mode 0600
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(f.Name()) }()
	random := make([]byte, MinSecret)
	_, _ = rand.Read(random) // never fails
	_, err = f.WriteString(hex.EncodeToString(random) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDirectory(filepath.Dir(path))
}

// syncDirectory makes a new name in a directory outlive a power cut, where the system can.
func syncDirectory(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
