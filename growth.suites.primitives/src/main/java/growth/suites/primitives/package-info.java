/** Reasoning primitives (Saunshi et al., NeurIPS 2024, Appendix B) as a suite of few-shot tasks. */
package growth.suites.primitives;
