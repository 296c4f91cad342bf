package growth.it.soak;

/**
 * How much is deployed, by how many at once, and in which order: the same seed gives the same moves of each lane.
 *
 * @param deployments good jars that are dropped, to be listed and used
 * @param lanes       plug-ins that are deployed at the same time
 * @param rounds      how often everything is removed and what is left of it is counted
 * @param seed        decides which move follows which
 */
record SoakPlan(int deployments, int lanes, int rounds, long seed) {

    /** Reads the properties that begin with {@code growth.soak}; by default what a build has the time for. */
    static SoakPlan fromProperties() {
        int deployments = Integer.getInteger("growth.soak", 50);
        return new SoakPlan(deployments, Integer.getInteger("growth.soak.lanes", 5), Math.max(2, deployments / 250),
                Long.getLong("growth.soak.seed", 1));
    }

    /** Returns how many deployments there are when a round ends, which is counted from 1. */
    int until(int round) {
        return (int) ((long) deployments * round / rounds);
    }
}
