using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hone.Api.Persistence.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Sweeps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Cost",
                table: "Jobs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "IsNoted",
                table: "Jobs",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "ParentId",
                table: "Jobs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "Trial",
                table: "Jobs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_Jobs_ParentId",
                table: "Jobs",
                column: "ParentId");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Jobs_ParentId",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "Cost",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "IsNoted",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "ParentId",
                table: "Jobs");

            migrationBuilder.DropColumn(
                name: "Trial",
                table: "Jobs");
        }
    }
}
