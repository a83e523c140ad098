using Hone.Api.Idempotency;
using Hone.Domain.Corpora;
using Hone.Domain.Datasets;
using Hone.Domain.Jobs;
using Hone.Domain.Models;
using Microsoft.EntityFrameworkCore;

namespace Hone.Api.Persistence;

/// <summary>
/// Everything the service keeps in its database. What is common to all databases is here; each has a context of its own, because
/// migrations belong to one database.
/// </summary>
public abstract class HoneDbContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<Corpus> Corpora => Set<Corpus>();

    public DbSet<Dataset> Datasets => Set<Dataset>();

    public DbSet<BlobReference> BlobReferences => Set<BlobReference>();

    public DbSet<StoredAnswer> StoredAnswers => Set<StoredAnswer>();

    public DbSet<Job> Jobs => Set<Job>();

    public DbSet<StoredJobEvent> JobEvents => Set<StoredJobEvent>();

    public DbSet<Model> Models => Set<Model>();

    public DbSet<ModelVersion> ModelVersions => Set<ModelVersion>();

    public DbSet<ModelEvaluation> ModelEvaluations => Set<ModelEvaluation>();

    public DbSet<ModelAlias> ModelAliases => Set<ModelAlias>();

    public DbSet<AliasChange> AliasChanges => Set<AliasChange>();

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTime>().HaveConversion<UtcDateTimeConverter>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Corpus>(corpus =>
        {
            corpus.Property(c => c.Id).ValueGeneratedNever();
            corpus.HasIndex(c => c.Name).IsUnique();
        });
        modelBuilder.Entity<Dataset>(dataset =>
        {
            dataset.Property(d => d.Id).ValueGeneratedNever();
            dataset.HasIndex(d => d.Name).IsUnique();
            dataset.Property(d => d.Labels).IsJson();
            dataset.Property(d => d.Splits).IsJson();
            dataset.Property(d => d.Report).IsJson();
        });
        modelBuilder.Entity<BlobReference>(reference =>
        {
            reference.HasKey(r => new { r.OwnerId, r.Sha256 });
            reference.HasIndex(r => r.Sha256);
        });
        modelBuilder.Entity<StoredAnswer>(answer =>
        {
            answer.HasKey(a => new { a.Route, a.Key });
            answer.HasIndex(a => a.CreatedAt);
        });
        modelBuilder.Entity<Job>(job =>
        {
            job.Property(j => j.Id).ValueGeneratedNever();
            job.HasIndex(j => j.Status);
            job.HasIndex(j => j.ParentId);
            job.Property(j => j.Trial).IsJson();
            job.Property(j => j.Cost).IsJson();
            job.Property(j => j.ConcurrencyToken).IsConcurrencyToken();
            job.Property(j => j.Progress).IsJson();
            job.Property(j => j.Metrics).IsJson();
            job.Property(j => j.Result).IsJson();
            job.Property(j => j.Error).IsJson();
        });
        modelBuilder.Entity<StoredJobEvent>(stored =>
        {
            stored.HasKey(e => new { e.JobId, e.Sequence });
            stored.Property(e => e.Sequence).ValueGeneratedNever();
            stored.Property(e => e.Record).IsJson();
            stored.HasOne<Job>().WithMany().HasForeignKey(e => e.JobId);
        });
        modelBuilder.Entity<Model>(model =>
        {
            model.Property(m => m.Id).ValueGeneratedNever();
            model.HasIndex(m => m.Name).IsUnique();
        });
        modelBuilder.Entity<ModelVersion>(version =>
        {
            version.Property(v => v.Id).ValueGeneratedNever();
            version.HasIndex(v => new { v.ModelId, v.Number }).IsUnique();
            version.HasOne<Model>().WithMany().HasForeignKey(v => v.ModelId);
            version.HasOne<ModelVersion>().WithMany().HasForeignKey(v => v.BaseVersionId).OnDelete(DeleteBehavior.Restrict);
            version.Property(v => v.Lineage).IsJson();
            version.Property(v => v.Metrics).IsJson();
        });
        modelBuilder.Entity<ModelEvaluation>(evaluation =>
        {
            evaluation.Property(e => e.Id).ValueGeneratedNever();
            evaluation.HasOne<ModelVersion>().WithMany().HasForeignKey(e => e.VersionId);
            evaluation.Property(e => e.Metrics).IsJson();
        });
        modelBuilder.Entity<ModelAlias>(alias =>
        {
            alias.Property(a => a.Id).ValueGeneratedNever();
            alias.HasIndex(a => new { a.ModelId, a.Name }).IsUnique();
            alias.HasOne<Model>().WithMany().HasForeignKey(a => a.ModelId);
        });
        modelBuilder.Entity<AliasChange>(change =>
        {
            change.Property(c => c.Id).ValueGeneratedNever();
            change.HasIndex(c => new { c.ModelId, c.Alias });
            change.HasOne<Model>().WithMany().HasForeignKey(c => c.ModelId);
        });
    }
}
