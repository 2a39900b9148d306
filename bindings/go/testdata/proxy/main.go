// Writes this module as a Go module proxy serves it: proxy FOLDER VERSION.
package main

import (
	"archive/zip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

const path = "github.com/itl-lang/itl/bindings/go"

func main() {
	if err := write(filepath.Join(os.Args[1], path, "@v"), os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(folder, version string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	manifest, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	info := fmt.Appendf(nil, `{"Version":%q,"Time":"2026-01-01T00:00:00Z"}`, version)
	for name, text := range map[string][]byte{version + ".info": info, version + ".mod": manifest, "list": []byte(version + "\n")} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return err
		}
	}
	file, err := os.Create(filepath.Join(folder, version+".zip"))
	if err != nil {
		return err
	}
	defer file.Close()
	archive := zip.NewWriter(file)
	entries, err := os.ReadDir(".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		text, err := os.ReadFile(entry.Name())
		if err != nil {
			return err
		}
		into, err := archive.Create(path + "@" + version + "/" + entry.Name())
		if err == nil {
			_, err = into.Write(text)
		}
		if err != nil {
			return err
		}
	}
	return archive.Close()
}
