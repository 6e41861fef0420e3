package io.crossfade.torture;

import static java.util.Map.entry;

import io.crossfade.torture.weave.Rule;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/**
 * The options of a campaign in which a rule's absence shows soon: where it alone keeps a promise, and with the steps slow between
 * which others must get in. Most rules are one of several lines of defence; what stands behind them is left out here, as by a unit
 * that is replicated by its feed alone.
 */
final class RuleFocus {

    private static final String INSTANCES = "torture.instances";
    private static final String BEGIN = "torture.begin";
    private static final String GOALS = "torture.goals";
    private static final String FROM = "torture.from";
    private static final String SETTLED = "torture.settled";
    private static final String FAULTS = "torture.faults";
    private static final String SLOW = "torture.slow";
    private static final String RATE = "torture.rate";
    private static final String LOAD = "torture.load";
    private static final String SETTINGS = "torture.settings";

    private static final String AROUND_THE_CUTOVER = "READ_SWITCH,POSTGRES";
    private static final String FEED_ONLY = "--crossfade.control.feed-only=users,plans,sections";
    private static final String FLEETING = "fleeting=80,coming-and-going=20";

    private static final Map<String, String> COMMON = Map.of(
            "torture.instances",
            "2",
            "torture.runs",
            "15",
            "torture.millis",
            "2500",
            "torture.failpoints",
            "0",
            "torture.clock",
            "",
            "torture.limits",
            "usual",
            "torture.required",
            "",
            FAULTS,
            "");

    private static final Map<Rule, Map<String, String>> OF = new EnumMap<>(Map.ofEntries(
            entry(
                    Rule.KEY_LOCK,
                    Map.of(
                            GOALS, "READ_SWITCH",
                            LOAD, "registers=100",
                            RATE, "150",
                            SLOW, "sync.after-read=0.4/600,feed.batch=0.8/1000")),
            entry(
                    Rule.READ_UNDER_LOCK,
                    Map.of(
                            GOALS, "READ_SWITCH",
                            LOAD, "registers=100",
                            RATE, "150",
                            SLOW, "sync.before-lock=0.4/600,feed.batch=0.8/1000")),
            entry(
                    Rule.CHUNK_BARRIER,
                    Map.of(
                            BEGIN,
                            "MONGO",
                            FROM,
                            "MONGO",
                            GOALS,
                            "SHADOW_READ",
                            SETTLED,
                            "SHADOW_READ",
                            "torture.millis",
                            "14000",
                            RATE,
                            "150",
                            LOAD,
                            FLEETING,
                            SLOW,
                            "chunk.read=1/2000,sync.before-commit=0.9/1500",
                            SETTINGS,
                            FEED_ONLY)),
            entry(
                    Rule.TOUCHED_KEYS,
                    Map.of(
                            BEGIN,
                            "MONGO",
                            FROM,
                            "MONGO",
                            GOALS,
                            "SHADOW_READ",
                            "torture.millis",
                            "5000",
                            SETTLED,
                            "SHADOW_READ",
                            LOAD,
                            FLEETING,
                            SLOW,
                            "chunk.read=0.9/800")),
            entry(
                    Rule.POSITION_AFTER_WORK,
                    Map.of(
                            INSTANCES,
                            "3",
                            "torture.millis",
                            "8000",
                            "torture.calm",
                            "2500",
                            GOALS,
                            "SHADOW_READ",
                            FROM,
                            "SHADOW_READ",
                            LOAD,
                            FLEETING,
                            FAULTS,
                            "instance-killed",
                            SLOW,
                            "sync.begun=0.8/700",
                            SETTINGS,
                            FEED_ONLY)),
            entry(
                    Rule.PERMIT_AFTER_WRITE,
                    Map.of(
                            GOALS,
                            AROUND_THE_CUTOVER,
                            "torture.threads",
                            "40",
                            "torture.millis",
                            "5000",
                            LOAD,
                            "registers=100",
                            SLOW,
                            "write.before-source=0.15/2500",
                            SETTINGS,
                            FEED_ONLY + " --crossfade.control.permit-ttl=1s")),
            entry(
                    Rule.RELAXED_WAIT,
                    Map.of(
                            INSTANCES, "2",
                            GOALS, "READ_SWITCH",
                            LOAD, "registers=100",
                            RATE, "150",
                            FAULTS, "link-refused,link-reset",
                            SLOW, "feed.batch=1/3000,fence.before-permit=0.3/1500",
                            SETTINGS, "--crossfade.control.permit-ttl=3900ms --crossfade.sync.request-limit=150ms")),
            entry(
                    Rule.ALL_INSTANCES_ANSWER,
                    Map.of(
                            INSTANCES,
                            "2",
                            GOALS,
                            AROUND_THE_CUTOVER,
                            FAULTS,
                            "notifications-lost",
                            SLOW,
                            "fence.before-permit=0.5/700,write.before-source=0.2/300",
                            SETTINGS,
                            FEED_ONLY)),
            entry(Rule.DRAIN_MARK, Map.of(GOALS, AROUND_THE_CUTOVER, SLOW, "feed.batch=0.5/300", SETTINGS, FEED_ONLY)),
            entry(
                    Rule.STORES_BELONG_TOGETHER,
                    Map.of(
                            FAULTS,
                            "store-exchanged,started-with-another-store",
                            "torture.millis",
                            "6000",
                            LOAD,
                            "registers=100"))));

    private RuleFocus() {}

    /** What is given comes before what is meant for the rule. */
    static Properties of(Rule rule, Properties given) {
        Properties options = new Properties();
        options.putAll(COMMON);
        options.putAll(OF.get(rule));
        given.stringPropertyNames().stream()
                .filter(name -> name.startsWith("torture."))
                .forEach(name -> options.setProperty(name, given.getProperty(name)));
        return options;
    }
}
