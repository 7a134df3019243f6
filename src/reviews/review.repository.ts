import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { insertAll } from '../platform/database/bulk';
import { aloneUntilEnd, forUpdate, LOCKS } from '../platform/database/row-locks';
import { ReviewEntity, ReviewRowEntity } from './review.entity';

/** Codes of the municipalities whose reviews somebody may see; null: all, and those of no one municipality. */
export type ReviewScope = readonly string[] | null;

@Injectable()
export class ReviewRepository {
  /** Newest first. @param before only those with a smaller number */
  async list(manager: EntityManager, scope: ReviewScope, before: number | null, limit: number): Promise<ReviewEntity[]> {
    const reviews = manager.createQueryBuilder(ReviewEntity, 'review').orderBy('review.id', 'DESC').limit(limit);
    if (scope) reviews.andWhere(scope.length === 0 ? '1 = 0' : 'review.municipality IN (:...scope)', { scope });
    if (before !== null) reviews.andWhere('review.id < :before', { before });
    return reviews.getMany();
  }

  /** @param toChange the caller will change it: others wait */
  async find(manager: EntityManager, scope: ReviewScope, id: number, { toChange = false } = {}): Promise<ReviewEntity | null> {
    const review = await manager.findOne(ReviewEntity, { where: { id }, lock: toChange ? forUpdate(manager) : undefined });
    const isWithin = review && (scope === null || (review.municipality !== null && scope.includes(review.municipality)));
    return isWithin ? review : null;
  }

  rows(manager: EntityManager, reviewId: number): Promise<ReviewRowEntity[]> {
    return manager.find(ReviewRowEntity, { where: { reviewId }, order: { place: 'ASC' } });
  }

  /** @returns its number */
  async add(manager: EntityManager, review: Omit<ReviewEntity, 'id'>, seqs: readonly number[]): Promise<number> {
    await aloneUntilEnd(manager, LOCKS.reviews);
    const id = ((await manager.maximum(ReviewEntity, 'id')) ?? 0) + 1;
    await insertAll(manager, ReviewEntity, [{ id, ...review }]);
    const unjudged = { judgement: null, note: null, judgedBy: null, judgedAt: null };
    await insertAll(
      manager,
      ReviewRowEntity,
      seqs.map((seq, index) => ({ reviewId: id, place: index + 1, seq, ...unjudged })),
    );
    return id;
  }
}
