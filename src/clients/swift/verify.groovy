// The generator has nothing to warn of in the document.
def log = new File(basedir, 'build.log').readLines()
def start = log.findIndexOf { it.contains('--- openapi-generator-maven-plugin') }
assert start >= 0
def warnings = log.drop(start + 1).takeWhile { !it.startsWith('[INFO] ---') }.findAll { it.startsWith('[WARN') }
assert warnings == []
return true
