import { describeDirectorySource } from './directory-source.contract';
import { ldif } from '../support/builders/ldif';
import { ldifSource } from '../support/builders/ldif-source';
import { temporaryDirectory } from '../support/temporary-directory';

// Real: the file, the parser, everything behind the port. Nothing is faked but the clock and the hash.
describeDirectorySource('An LDIF file', (entries, options) => {
  const directory = temporaryDirectory();
  directory.write('berg.ldif', ldif(entries));
  return Promise.resolve({
    source: ldifSource(directory.path, { sentinel: options.sentinel ?? null, knownPersons: options.knownPersons ?? [] }),
    replace: (changed) => {
      directory.write('berg.ldif', ldif(changed));
      return Promise.resolve();
    },
    close: () => {
      directory.remove();
      return Promise.resolve();
    },
  });
});
