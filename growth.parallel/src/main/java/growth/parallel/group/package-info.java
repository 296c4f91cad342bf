/**
 * The ranks of a data-parallel run: who they are, how they meet, and what they tell each other. PyTorch's and MPI's words: a <em>rank</em>
 * is a process of the run, the <em>size</em> (world size) how many there are, and a collective (sum, broadcast, all-gather, barrier) is
 * called by all ranks in the same order.
 */
@Export
@Version("1.0.0")
package growth.parallel.group;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
