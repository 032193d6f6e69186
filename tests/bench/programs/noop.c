// What is started where only the way to it is measured.
int main(void) { return 0; }
