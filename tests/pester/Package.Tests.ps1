BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    $repository = Convert-Path (Join-Path $PSScriptRoot '../..')
    $folder = Join-Path $TestDrive 'packages'
    # The sources were analyzed when this build compiled them.
    dotnet pack (Join-Path $repository 'src/PrivateLinkPg.Package') --configuration Release --output $folder -p:RunAnalyzers=false |
        Tee-Object -Variable said | Out-Host
    if ($LASTEXITCODE -ne 0) { throw "dotnet pack failed: $($said -join "`n")" }
    $version = (Import-PowerShellDataFile (Join-Path $repository 'PrivateLinkPg.psd1')).ModuleVersion
    $package = Get-Item (Join-Path $folder "PrivateLinkPg.$version*.nupkg")
    $archive = Get-Item (Join-Path $folder 'PrivateLinkPg.zip')
    $sandbox = Start-Sandbox

    # The user of an own machine: what is installed lands in a home folder of the test's, and nothing of the real one is seen.
    $userHome = (New-Item -ItemType Directory (Join-Path $TestDrive 'home')).FullName
    # In a home without one, PSResourceGet leaves its settings in the current folder.
    $null = New-Item -ItemType Directory (Join-Path $userHome '.config')
    $user = @{ HOME = $userHome; XDG_DATA_HOME = $null; XDG_CONFIG_HOME = $null; XDG_CACHE_HOME = $null; PSModulePath = $null }

    # The same module with the version that follows, as its makers would lay it out.
    function New-NextVersion([string] $module, [string] $destination) {
        Copy-Item $module $destination -Recurse
        $manifest = Join-Path $destination 'PrivateLinkPg.psd1'
        (Get-Content $manifest -Raw).Replace("'$version'", "'99.0.0'") | Set-Content $manifest
        $destination
    }

    # What a new session of that user finds by the module's name: its version, folder, help and, against the sandbox, its five commands.
    function Get-Finding([hashtable] $environment, [string] $network) {
        Invoke-Pwsh -Environment $environment "
            Import-Module PrivateLinkPg
            `$module = Get-Module PrivateLinkPg
            `$sandbox = Get-Content '$($sandbox.ReadyFile)' -Raw | ConvertFrom-Json
            `$env:IDENTITY_ENDPOINT, `$env:IDENTITY_HEADER = `$sandbox.identityEndpoint, `$sandbox.identityHeader
            `$null = Connect-PgAzure -Identity -ResourceManagerUrl `$sandbox.armEndpoint -CaCertificate `$sandbox.certificateAuthority -Subscription test
            `$network = `$sandbox.resources.clientNetwork -replace '[^/]+`$', '$network'
            `$credential = [pscredential]::new(`$sandbox.postgres.user, (ConvertTo-SecureString `$sandbox.postgres.password -AsPlainText -Force))
            `$test = `$sandbox.resources.flexibleServer | New-PgPrivateEndpoint -SubnetId `$network/subnets/snet-client | Approve-PgEndpointConnection |
                Get-PgEndpointIp | New-PgPrivateDnsRecord -ResourceGroupName rg-client -Force |
                Test-PgPrivateConnection -Credential `$credential -DnsServer `$sandbox.dns.`$network -RootCertificate `$sandbox.postgres.rootCertificate
            @{
                Version = `$module.Version.ToString(); Base = `$module.ModuleBase; Status = `$test.Status; Message = `$test.Message
                Synopsis = (Get-Help New-PgPrivateEndpoint).Synopsis; About = (Get-Help about_PrivateLinkPg | Out-String).Length
            } | ConvertTo-Json -Compress" | ConvertFrom-Json
    }
}

AfterAll {
    $sandbox | Stop-Sandbox
}

Describe 'The laid out module' {
    It 'is published as every module is, and no check is left out' {
        $gallery = (New-Item -ItemType Directory (Join-Path $TestDrive 'published')).FullName
        Invoke-Pwsh -Environment $user "
            (Test-ModuleManifest '$(Get-ModulePath)').ExportedCmdlets.Count
            Register-PSResourceRepository -Name Published -Uri '$gallery' -Trusted
            Publish-PSResource -Path '$(Split-Path (Get-ModulePath))' -Repository Published
            Unregister-PSResourceRepository Published" | Should -Be (Import-PowerShellDataFile (Get-ModulePath)).CmdletsToExport.Count
        Join-Path $gallery $package.Name | Should -Exist
    }
}

# In Windows a user's modules are installed in Documents, wherever the test's home is.
Describe 'The gallery package, installed from a folder' -Skip:$IsWindows {
    BeforeAll {
        $gallery = (New-Item -ItemType Directory (Join-Path $TestDrive 'repository')).FullName
        Copy-Item $package $gallery
        $own = Join-Path $userHome '.local/share/powershell/Modules/PrivateLinkPg'
        $null = Invoke-Pwsh -Environment $user "
            Register-PSResourceRepository -Name Folder -Uri '$gallery' -Trusted
            Install-PSResource PrivateLinkPg -Repository Folder -Prerelease"
    }

    It 'is found by name in a new session, does the whole job and has its help' {
        $found = Get-Finding $user 'vnet-client'
        $found.Version, $found.Base | Should -Be $version, (Join-Path $own $version)
        $found.Status | Should -Be 'Passed' -Because $found.Message
        $found.Synopsis | Should -Match 'private endpoint'
        $found.About | Should -BeGreaterThan 1000
    }

    It 'is updated to the next version, which the next session takes' {
        $next = New-NextVersion (Split-Path (Get-ModulePath)) (Join-Path $TestDrive 'next/PrivateLinkPg')
        $null = Invoke-Pwsh -Environment $user "
            Publish-PSResource -Path '$next' -Repository Folder
            Update-PSResource PrivateLinkPg -Repository Folder -Prerelease"
        $found = Get-Finding $user 'vnet-client'
        $found.Version, $found.Base | Should -Be '99.0.0', (Join-Path $own '99.0.0')
        $found.Status | Should -Be 'Passed' -Because $found.Message
    }

    It 'is uninstalled, and nothing of it is left' {
        $null = Invoke-Pwsh -Environment $user "Uninstall-PSResource PrivateLinkPg -Version '*' -Prerelease"
        Invoke-Pwsh -Environment $user 'Get-Module PrivateLinkPg -ListAvailable' | Should -BeNullOrEmpty
        Get-ChildItem $own -Recurse -File -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}

Describe 'The Azure Automation archive, unpacked as Automation does' {
    BeforeAll {
        # Below its folder of modules Automation makes one named like the archive.
        $modules = (New-Item -ItemType Directory (Join-Path $TestDrive 'automation/Modules')).FullName
        $unpacked = Join-Path $TestDrive 'automation/unpacked'
        Expand-Archive $archive $unpacked
        Move-Item (Join-Path $unpacked $archive.BaseName) $modules
        $own = Join-Path $modules PrivateLinkPg
        $account = @{ PSModulePath = $modules; HOME = $userHome }
    }

    It 'holds one folder, named like the archive' {
        Get-ChildItem $unpacked | Should -BeNullOrEmpty
        Join-Path $own 'PrivateLinkPg.cdx.json' | Should -Exist
    }

    It 'is found by name in a runbook''s session, does the whole job and has its help' {
        $found = Get-Finding $account 'vnet-client-01'
        $found.Version, $found.Base | Should -Be $version, $own
        $found.Status | Should -Be 'Passed' -Because $found.Message
        $found.Synopsis | Should -Match 'private endpoint'
        $found.About | Should -BeGreaterThan 1000
    }

    It 'is replaced by the next version''s, which the next runbook takes' {
        $next = New-NextVersion $own (Join-Path $TestDrive 'automation/next')
        Remove-Item $own -Recurse
        Move-Item $next $own
        (Get-Finding $account 'vnet-client-01').Version | Should -Be '99.0.0'
    }

    It 'is gone once its folder is' {
        Remove-Item $own -Recurse
        Invoke-Pwsh -Environment $account 'Get-Module PrivateLinkPg -ListAvailable' | Should -BeNullOrEmpty
    }

    It 'is small' { $archive.Length | Should -BeLessThan 8MB }
}

Describe 'The gallery package' {
    BeforeAll {
        $unpacked = Join-Path $TestDrive 'unpacked/PrivateLinkPg'
        Expand-Archive $package $unpacked
    }

    It 'says that it is a module, and depends on no package' {
        $nuspec = [xml] (Get-Content (Join-Path $unpacked 'PrivateLinkPg.nuspec') -Raw)
        $nuspec.package.metadata.tags -split ' ' | Should -Contain 'PSModule'
        $nuspec.package.metadata.dependencies | Should -BeNullOrEmpty
    }

    It 'is small' { $package.Length | Should -BeLessThan 8MB }
}

Describe 'The bill of materials' {
    BeforeAll {
        $module = Join-Path $TestDrive 'with-bill/PrivateLinkPg'
        Expand-Archive $package $module
        $bill = Get-Content (Join-Path $module 'PrivateLinkPg.cdx.json') -Raw | ConvertFrom-Json
        $files = @($bill.metadata.component) + $bill.components | ForEach-Object components
    }

    It 'names each assembly that is shipped, once, with the hash that it has' {
        $shipped = Get-ChildItem $module -Recurse -Filter *.dll | ForEach-Object { [IO.Path]::GetRelativePath($module, $_.FullName).Replace('\', '/') }
        $shipped | Should -Contain 'bin/PrivateLinkPg.Core.dll'
        $files.name | Sort-Object | Should -Be ($shipped | Sort-Object)
        foreach ($file in $files) { $file.hashes.content | Should -Be (Get-FileHash (Join-Path $module $file.name)).Hash -Because $file.name }
    }

    It 'names each library''s version and licence' {
        $bill.bomFormat, $bill.specVersion | Should -Be 'CycloneDX', '1.5'
        $bill.metadata.component.version | Should -BeLike "$version*"
        $npgsql = $bill.components | Where-Object name -EQ 'Npgsql'
        $npgsql.version | Should -Be (Get-Item (Join-Path $module 'bin/Npgsql.dll')).VersionInfo.ProductVersion.Split('+')[0]
        $npgsql.licenses.expression | Should -Be 'PostgreSQL'
        $bill.components | Where-Object { -not ($_.version -and $_.licenses.expression -and $_.purl) } | Should -BeNullOrEmpty
        # The notices are written by hand.
        $notices = Get-Content (Join-Path $module 'THIRD-PARTY-NOTICES.md') -Raw
        $bill.components.licenses.expression | Sort-Object -Unique | ForEach-Object { $notices | Should -Match "\| $_ \|" }
    }

    It 'tells who needs whom, among what is shipped' {
        $known = @($bill.metadata.component.'bom-ref') + $bill.components.'bom-ref'
        $bill.dependencies.ref | Sort-Object | Should -Be ($known | Sort-Object)
        $bill.dependencies.dependsOn | Where-Object { $_ -notin $known } | Should -BeNullOrEmpty
        ($bill.dependencies | Where-Object ref -Like '*/Azure.ResourceManager@*').dependsOn -like '*/Azure.Core@*' | Should -HaveCount 1
    }
}
