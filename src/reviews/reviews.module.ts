import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { ReviewRepository } from './review.repository';
import { ReviewService } from './review.service';

@Module({ imports: [AuditModule], providers: [ReviewRepository, ReviewService], exports: [ReviewService] })
export class ReviewsModule {}
