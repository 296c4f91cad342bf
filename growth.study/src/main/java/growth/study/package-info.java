/** Studies: several growth strategies, trained from one base run and compared at equal compute. */
package growth.study;
