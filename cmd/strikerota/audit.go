package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"

	"strikerota/internal/config"
	"strikerota/internal/store"
)

var auditCommand = command{
	name:    "audit",
	args:    "verify | renew [-old-key FILE] [-config FILE]",
	summary: "Show that nobody has changed the audit, or begin its chain anew.",
	help: `
Each record of the audit is sealed together with the one before, with a key that is not
in the database (database.audit_key_file in config.yaml). "verify" reads them all and
says whether they are as the planner wrote them, and else which is the first that is not;
it changes nothing, may run beside the planner, and its exit status is 1 when something
is wrong. It also looks for the heads that were noted every hour in audit.heads beside the
database, so that nobody can cut off the end.
"renew" is for when the key is lost: the chain goes on with the new key, and a record
says so. Whether older records were changed can then be told with the old key alone.`,
	setup: func(flags *flag.FlagSet) action {
		path := configFlag(flags)
		old := flags.String("old-key", "", "with verify: `FILE` holds the key of before the chain began anew")
		return func(ctx context.Context, w world, args []string) error {
			switch {
			case len(args) == 1 && args[0] == "verify":
				return verifyAudit(ctx, w, *path, *old)
			case len(args) == 1 && args[0] == "renew" && *old == "":
				return renewAudit(ctx, w, *path)
			}
			return badUsage("want %q or %q", "verify", "renew")
		}
	},
}

// errAudit means that the audit is not whole, which has been told.
var errAudit = errors.New("the audit is not as the planner wrote it: see above")

func verifyAudit(ctx context.Context, w world, configPath, oldKey string) error {
	c, err := config.Load(configPath)
	if err != nil {
		return err
	}
	var old []store.AuditKey
	if oldKey != "" {
		k := auditKey(c)
		k.path = oldKey
		key, err := k.read()
		if err != nil {
			return err
		}
		old = append(old, key)
	}
	o := storeOptions(w, c)
	if o.Key, err = auditKey(c).read(); err != nil {
		return cmp.Or(auditKeyGone(c), err)
	}
	s, err := store.Open(ctx, o)
	if err != nil {
		return err
	}
	report, err := chainReport(ctx, c, s, old...)
	if err = errors.Join(err, s.Close()); err != nil {
		return err
	}
	return tellAudit(w, report)
}

// chainReport verifies the audit, with the heads that were noted on this machine.
func chainReport(ctx context.Context, c config.Config, s *store.Store, old ...store.AuditKey) (store.AuditReport, error) {
	have, newest, err := s.TableVersions(ctx)
	if err == nil && have != newest {
		err = fmt.Errorf("the tables of the database are of version %d, this program's of %d: run \"strikerota migrate\"", have, newest)
	}
	if err != nil {
		return store.AuditReport{}, err
	}
	noted, err := readHeads(headsPath(c))
	if err != nil {
		return store.AuditReport{}, err
	}
	return s.VerifyAudit(ctx, noted, old...)
}

func tellAudit(w world, report store.AuditReport) error {
	for _, note := range report.Notes {
		fmt.Fprintln(w.out, note)
	}
	if f := report.Fault; f != nil {
		fmt.Fprintf(w.out, "NOT WHOLE: record %d %s.\n", f.Seq, f.What)
		return errAudit
	}
	_, err := fmt.Fprintf(w.out, "The audit is whole: %d records.\nIts head is record %d, %s\n", report.Rows, report.Head.Seq, report.Head.Hash)
	return err
}

func renewAudit(ctx context.Context, w world, configPath string) error {
	c, err := config.Load(configPath)
	if err != nil {
		return err
	}
	at := storeOptions(w, c)
	at.Renew = true
	o, err := openAt(ctx, w, c, at)
	if err != nil {
		return err
	}
	head, err := o.AuditHead(ctx)
	if err = errors.Join(err, o.Close()); err != nil {
		return err
	}
	_, err = fmt.Fprintf(w.out, "The key here seals the audit from now on. Its head is record %d. Keep a copy of %s apart from the backups.\n", head.Seq, auditKey(c).path)
	return err
}

// auditChain is what the doctor says of it.
func auditChain(ctx context.Context, _ world, c config.Config, s *store.Store) (finding, error) {
	f := finding{of: "audit"}
	report, err := chainReport(ctx, c, s)
	if gone := auditKeyGone(c); gone != nil {
		f.wrong = gone.Error()
		return f, nil
	}
	if report.Fault != nil {
		f.wrong = fmt.Sprintf("record %d %s; see \"strikerota audit verify\"", report.Fault.Seq, report.Fault.What)
	}
	return f, err
}
