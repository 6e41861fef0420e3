package io.crossfade.embedded.sample.traffic;

/** Ledgers of what no traffic has done. */
public final class LedgerForTests {

    private LedgerForTests() {}

    /** One in which that was acknowledged under the path. */
    public static Ledger of(String path, String json) {
        Ledger ledger = new Ledger();
        ledger.acknowledged(path, new State(ServiceClient.JSON.readTree(json)));
        return ledger;
    }

    /** One in which the path was deleted. */
    public static Ledger gone(String path) {
        Ledger ledger = new Ledger();
        ledger.acknowledged(path, State.ABSENT);
        return ledger;
    }
}
