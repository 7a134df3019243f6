import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { CoreModule } from '../core.module';
import { Jobs } from './jobs.service';

@Module({ imports: [CoreModule, ScheduleModule.forRoot()], providers: [Jobs] })
export class SchedulingModule {}
