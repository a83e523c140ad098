# Hone on the processor.   docker build -t hone .
# Without API keys it serves the machine itself alone, so the container shares the host's network:
#   docker run --network host -v hone-data:/data hone        then http://127.0.0.1:5080/swagger
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages first: they change less often than the sources, and libtorch is large.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY build/ build/
COPY src/Domain/Hone.Domain.csproj src/Domain/packages.lock.json src/Domain/
COPY src/Training/Hone.Training.csproj src/Training/packages.lock.json src/Training/
COPY src/Api/Hone.Api.csproj src/Api/packages.lock.json src/Api/
RUN dotnet restore src/Api/Hone.Api.csproj --locked-mode

COPY .editorconfig ./
COPY src/ src/
RUN dotnet publish src/Api/Hone.Api.csproj --configuration Release --no-restore --output /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app ./
COPY LICENSE THIRD-PARTY-NOTICES.md ./
RUN mkdir /data && chown "$APP_UID" /data
# The image's own default, port 8080 on every address, would be refused without keys.
ENV ASPNETCORE_HTTP_PORTS="" \
    Hone__DataPath=/data
VOLUME /data
USER $APP_UID
ENTRYPOINT ["dotnet", "Hone.Api.dll"]
