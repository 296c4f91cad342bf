package growth.shell.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import growth.report.page.Report;
import growth.shell.command.Console;
import growth.shell.study.AccountTable;
import growth.shell.text.Json;
import growth.study.account.Account;
import growth.study.account.AccountFile;
import growth.study.run.StudyFolder;

/** Prints what a study found. */
final class CompareResult {
    private CompareResult() {
    }

    /** Prints the account of runs that are there. */
    static void print(Account account, boolean json, Console console) {
        if (json) {
            Json.print((ObjectNode) AccountFile.json(account), console);
        } else {
            AccountTable.lines(account, console.width()).forEach(console.out()::println);
        }
    }

    /**
     * Prints the account of a study and writes its files: the account, the page and the plots.
     *
     * @throws growth.api.GrowthException (CHECKPOINT) if they cannot be written
     */
    static void write(Account account, StudyFolder folder, boolean json, Console console) {
        AccountFile.write(account, folder.account());
        print(account, json, console);
        Report.ofStudy(account, folder.path()).writeStudy(folder.path());
        if (!json) {
            console.out().println();
            console.out().println("  report:  " + folder.report());
            console.out().println("  account: " + folder.account());
        }
    }
}
