import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { doctorTexts } from '../../texts/sv/doctor';
import { type Instant, addMilliseconds, localDateOf, toInstant } from '../time';

/** A certificate that ends within this time is warned about. */
const SOON_MS = 30 * 24 * 3600 * 1000;

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

export interface CertificateCheck {
  name: string;
  ok: boolean | 'warning';
  detail: string;
  remedy?: string;
}

/** Judges a PEM file by the certificate in it that ends first. */
export async function checkCertificateFile(name: string, file: string, now: Instant): Promise<CertificateCheck> {
  try {
    const certificates = (await readFile(file, 'utf8')).match(PEM) ?? [];
    const ends = certificates.map((pem) => toInstant(new X509Certificate(pem).validToDate)).sort();
    const [first] = ends;
    if (first === undefined) return { name, ok: false, detail: doctorTexts.certificateUnreadable, remedy: doctorTexts.renewCertificate };
    return checkCertificateEnd(name, first, now);
  } catch {
    return { name, ok: false, detail: doctorTexts.certificateUnreadable, remedy: doctorTexts.renewCertificate };
  }
}

/** Judges a certificate by when it ends. */
export function checkCertificateEnd(name: string, end: Instant, now: Instant): CertificateCheck {
  if (end <= now)
    return { name, ok: false, detail: doctorTexts.certificateExpired(localDateOf(end)), remedy: doctorTexts.renewCertificate };
  const soon = end <= addMilliseconds(now, SOON_MS);
  const detail = doctorTexts.certificateExpires(localDateOf(end));
  return soon ? { name, ok: 'warning', detail, remedy: doctorTexts.renewCertificate } : { name, ok: true, detail };
}
