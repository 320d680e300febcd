"""The network: people who stay in touch after a workshop, asked now and then, and for another year after one."""
