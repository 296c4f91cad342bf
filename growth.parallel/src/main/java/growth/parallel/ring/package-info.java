/**
 * A ring over TCP. Each rank listens for the one on its left and connects to the one on its right; one thread per rank, {@link
 * growth.parallel.ring.RingLoop}, moves frames over both connections without ever blocking in one of them, adds what is summed, gives
 * signs of life and notices who gives none.
 */
package growth.parallel.ring;
