import { describeDirectorySource, type MakeDirectoryFixture } from './directory-source.contract';
import { describePersonSearch } from './person-search.contract';
import { ldif } from '../support/builders/ldif';
import { ldifSource } from '../support/builders/ldif-source';
import { temporaryDirectory } from '../support/temporary-directory';

// Real: the file, the parser, everything behind the port. Nothing is faked but the clock and the hash.
const make: MakeDirectoryFixture = (entries, options) => {
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
};

describeDirectorySource('An LDIF file', make);
describePersonSearch('An LDIF file', make);
