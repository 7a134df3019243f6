import { textHash } from '../../src/agreements/agreement-text';
import type { Principal } from '../../src/auth/principal';
import type { Role } from '../../src/auth/role';
import { addTemplate, aText, MORNING, userOf } from '../support/agreement-scene';
import { api } from '../support/api';
import { hsaIdOf, inhabitant, inhabitants } from '../support/builders/inhabitants';
import { aPdf, aPng } from '../support/builders/scans';
import { onEachDatabase } from '../support/each-database';
import { pdfText } from '../support/pdf-text';
import { TestService } from '../support/service';

// Real: the whole service on each database, HTTP. Faked: the clock, and who has logged in.

const having = (role: Role, municipality: string | null = 'berg'): Principal =>
  userOf(90, { roles: [{ role, municipality, unit: null, from: null, to: null, deputyFor: null }] });
const PAPER = { hsaId: hsaIdOf(1), templateVersion: '1', signedOn: '2026-11-03', receivedOn: '2026-11-05' };
const AGREEMENTS = '/api/v1/agreements';

onEachDatabase(() => {
  let service: TestService;
  beforeEach(async () => {
    service = await TestService.start({ now: MORNING, http: true, municipalities: [{}, { code: 'are' }] });
    const login = { kind: 'oidc', issuer: 'https://idp.example.se', clientId: 'tilltrade' };
    service.writeCatalogue('are', inhabitants(1, { code: 'are' }));
    await service.syncWith([...inhabitants(2), inhabitant(4, { classes: ['hsaConfidentialPerson'] })]);
    await service.restart({ configuration: { login, agreements: { scanKeyFile: service.path('scans.key'), scanMegabytes: 0.1 } } });
    await addTemplate(service);
  });
  afterEach(() => service.close());

  const desk = () => api(service).as(having('service-desk'));
  const registered = async () => (await desk().post(AGREEMENTS).send(PAPER).expect(201)).body as { id: string; version: number };

  it('a paper is registered, given its scan, corrected and withdrawn', async () => {
    const { headers, body } = await desk()
      .post(AGREEMENTS)
      .send({ ...PAPER, registryNumber: 'SC 17' })
      .expect(201);
    expect([headers.etag, body]).toEqual([
      '"1"',
      expect.objectContaining({ status: 'valid', receiver: hsaIdOf(90), registryNumber: 'SC 17' }),
    ]);
    const at = `${AGREEMENTS}/${(body as { id: string }).id}`;
    const file = aPdf();
    const added = await desk().put(`${at}/scan`).set('If-Match', '"1"').set('Content-Type', 'application/pdf').send(file).expect(200);
    expect(added.body).toMatchObject({ version: 2, scan: { mediaType: 'application/pdf', bytes: file.length } });
    const fetched = await desk().get(`${at}/scan`).buffer(true).expect(200);
    expect(fetched.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; filename="forbindelse-[0-9a-f-]+\.pdf"/) as string,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'") as string,
    });
    expect(Buffer.from(fetched.body as Buffer).equals(file)).toBe(true);
    const { hsaId: _hsaId, ...paper } = PAPER;
    service.clock.advance(1000);
    const correction = { ...paper, signedOn: '2026-11-04', reason: 'Fel dag' };
    await desk().post(`${at}/corrections`).set('If-Match', '"1"').send(correction).expect(412);
    const corrected = (await desk().post(`${at}/corrections`).set('If-Match', '"2"').send(correction).expect(201)).body as { id: string };
    expect(corrected).toMatchObject({ signedOn: '2026-11-04', correctionReason: 'Fel dag', scan: { mediaType: 'application/pdf' } });
    const withdrawn = desk().post(`${AGREEMENTS}/${corrected.id}/withdrawal`).set('If-Match', '"1"');
    expect((await withdrawn.send({ reason: 'Har slutat' }).expect(200)).body).toMatchObject({ status: 'withdrawn' });
    const { body: list } = await desk()
      .get(`${AGREEMENTS}?hsaId=${hsaIdOf(1)}`)
      .expect(200);
    expect((list as { items: { status: string }[] }).items.map(({ status }) => status)).toEqual(['withdrawn', 'corrected']);
  });

  it('what is sent twice with one key is registered once', async () => {
    const send = () => desk().post(AGREEMENTS).set('Idempotency-Key', 'a-key-of-this-click').send(PAPER).expect(201);
    const [one, two] = [await send(), await send()];
    expect([two.body, two.headers['idempotency-replayed']]).toEqual([one.body, 'true']);
    expect((await desk().post(AGREEMENTS).send(PAPER).expect(409)).body).toMatchObject({ code: 'agreement-already-registered' });
  });

  it.each<[string, object, number, string]>([
    ['a day that has not come', { signedOn: '2026-11-22', receivedOn: '2026-11-22' }, 422, 'signed-in-future'],
    ['a day that does not exist', { signedOn: '2026-02-30' }, 400, 'invalid'],
    ['a version that there is not', { templateVersion: '9' }, 422, 'unknown-template-version'],
    ['nobody', { hsaId: undefined }, 400, 'invalid'],
    ['both a person and a case', { caseNumber: '2026-00001' }, 400, 'invalid'],
    ['a field that nobody asked for', { validTo: '2099-01-01' }, 400, 'invalid'],
    ['somebody of another municipality', { hsaId: hsaIdOf(1, 'are') }, 404, 'not-found'],
    ['somebody who is not there', { hsaId: 'SE2120002502-NOBODY' }, 404, 'not-found'],
  ])('%s is refused as problem details', async (_what, more, status, code) => {
    const { body, headers } = await desk()
      .post(AGREEMENTS)
      .send({ ...PAPER, ...more });
    expect([headers['content-type'], body]).toEqual([
      expect.stringContaining('application/problem+json'),
      expect.objectContaining({ status, code }),
    ]);
  });

  it.each<[string, Buffer, string, number, string]>([
    ['a program that says it is a PDF', Buffer.from('MZ evil'), 'application/pdf', 422, 'scan-unknown-kind'],
    ['a picture with scripts', Buffer.from('<svg/>'), 'image/svg+xml', 415, 'wrong-content-type'],
    ['a page', Buffer.from('<html>'), 'text/html', 415, 'wrong-content-type'],
    ['too large', Buffer.alloc(200_000), 'application/pdf', 413, 'too-large'],
    ['nothing', Buffer.alloc(0), 'application/pdf', 400, 'malformed-request'],
  ])('a scan that is %s is refused', async (_what, file, type, status, code) => {
    const { id } = await registered();
    const { body } = await desk().put(`${AGREEMENTS}/${id}/scan`).set('If-Match', '"1"').set('Content-Type', type).send(file);
    expect(body).toMatchObject({ status, code });
    await desk().get(`${AGREEMENTS}/${id}/scan`).expect(404);
  });

  it('what it is decides, not what it is called', async () => {
    const { id } = await registered();
    const put = desk().put(`${AGREEMENTS}/${id}/scan`).set('If-Match', '"1"').set('Content-Type', 'application/pdf');
    expect((await put.send(aPng()).expect(200)).body).toMatchObject({ scan: { mediaType: 'image/png' } });
    expect((await desk().get(`${AGREEMENTS}/${id}/scan`).expect(200)).headers['content-type']).toBe('image/png');
  });

  it.each<[Role, number, number, number]>([
    ['service-desk', 200, 404, 201],
    ['auditor', 200, 404, 403],
    ['manager', 200, 403, 403],
    ['operator', 403, 403, 403],
    ['hsa-administrator', 403, 403, 403],
  ])('as %s: reading %i, a scan %i, registering %i', async (role, reading, scan, registering) => {
    const { id } = await registered();
    const as = api(service).as(having(role));
    await as.get(`${AGREEMENTS}/${id}`).expect(reading);
    await as.get(`${AGREEMENTS}/${id}/scan`).expect(scan);
    await as
      .post(AGREEMENTS)
      .send({ ...PAPER, hsaId: hsaIdOf(2) })
      .expect(registering);
    await api(service)
      .as(having(role, 'are'))
      .get(`${AGREEMENTS}/${id}`)
      .expect(reading === 200 ? 404 : 403);
    await api(service).nobody.get(`${AGREEMENTS}/${id}`).expect(401);
  });

  describe('on paper', () => {
    it('a person’s agreement has who it is about, the version, its hash and the case', async () => {
      const { body, headers } = await api(service)
        .as(having('manager'))
        .get(`/api/v1/people/${hsaIdOf(1)}/agreement.pdf`)
        .expect(200);
      expect(headers['content-disposition']).not.toContain(hsaIdOf(1));
      const text = pdfText(body as Buffer).join('\n');
      for (const words of [
        hsaIdOf(1),
        'Bergs kommun',
        'Version 1',
        'Ärende 2026-',
        'Sida 1 av 1',
        textHash(aText('Jag har läst.')),
        'Namnteckning',
      ])
        expect(text).toContain(words);
      const rows = (await service.auditRows()).filter(({ action }) => action === 'agreement-printed');
      expect(rows).toMatchObject([{ subject: hsaIdOf(1).toLowerCase(), actorName: hsaIdOf(90) }]);
    });

    it('is not there for those of another municipality, and a form is nobody’s', async () => {
      await api(service)
        .as(having('manager', 'are'))
        .get(`/api/v1/people/${hsaIdOf(1)}/agreement.pdf`)
        .expect(404);
      const { body } = await api(service).as(having('manager', 'are')).get('/api/v1/agreement-templates/1/form.pdf').expect(200);
      expect(pdfText(body as Buffer).join()).not.toMatch(/SE212|Bergs kommun/);
      await api(service).as(having('manager')).get('/api/v1/agreement-templates/9/form.pdf').expect(404);
    });

    it('by a case it is the person of the case; a protected person’s holds nothing but the case', async () => {
      const { number } = (await service.cases()).find(({ isProtected }) => isProtected)!;
      const { body } = await desk().get(`/api/v1/cases/${number}/agreement.pdf`).expect(200);
      const text = pdfText(body as Buffer).join('\n');
      expect(text).toContain(`Ärende ${number}`);
      expect(text).not.toMatch(/SE212|Bergs kommun|Person 4/);
    });
  });

  describe('on screen', () => {
    it('a user reads and signs their own', async () => {
      const me = api(service).as(userOf(2));
      const { body } = await me.get('/api/v1/me/agreement').expect(200);
      const { template } = body as { template: { version: string; textHash: string; text: string } };
      expect(textHash(template.text)).toBe(template.textHash);
      const signature = { templateVersion: template.version, textHash: template.textHash };
      expect((await me.post('/api/v1/me/agreement').send(signature).expect(201)).body).toMatchObject({
        hsaId: hsaIdOf(2),
        source: 'on-screen',
      });
      expect((await me.get('/api/v1/me/agreement').expect(200)).body).toMatchObject({ status: 'valid', maySign: true });
      expect(pdfText((await me.get('/api/v1/me/agreement.pdf').expect(200)).body as Buffer).join()).toContain(hsaIdOf(2));
      await me
        .post('/api/v1/me/agreement')
        .send({ ...signature, textHash: 'b'.repeat(64) })
        .expect(409);
      await me
        .post('/api/v1/me/agreement')
        .send({ ...signature, hsaId: hsaIdOf(1) })
        .expect(400);
      await api(service)
        .as(userOf(2, { acr: 'http://id.sambi.se/loa/loa2' }))
        .post('/api/v1/me/agreement')
        .send(signature)
        .expect(403);
      await api(service).as(userOf(77)).get('/api/v1/me/agreement').expect(409);
    });
  });

  describe('versions', () => {
    const NEW = { version: '2', text: aText('Mer.'), effectiveFrom: '2026-12-01', signFrom: '2027-01-15' };
    const TEMPLATES = '/api/v1/agreement-templates';
    it('are added by operations of all municipalities, and read by those who need them', async () => {
      await registered();
      const operations = api(service).as(having('operator', null));
      expect((await operations.post(TEMPLATES).send(NEW).expect(201)).body).toMatchObject({ version: '2', concerned: 1, isCurrent: false });
      expect((await desk().get(TEMPLATES).expect(200)).body).toMatchObject({
        items: [{ version: '1', isCurrent: true }, { version: '2' }],
      });
      expect((await desk().get(`${TEMPLATES}/2`).expect(200)).body).toMatchObject({ text: NEW.text, textHash: textHash(NEW.text) });
      expect(
        (
          await operations
            .post(TEMPLATES)
            .send({ ...NEW, version: '1' })
            .expect(409)
        ).body,
      ).toMatchObject({ code: 'template-in-force' });
      await api(service)
        .as(having('operator', 'berg'))
        .post(TEMPLATES)
        .send({ ...NEW, version: '3' })
        .expect(403);
      await desk()
        .post(TEMPLATES)
        .send({ ...NEW, version: '3' })
        .expect(403);
      await desk().get(`${TEMPLATES}/9`).expect(404);
    });
  });
});
