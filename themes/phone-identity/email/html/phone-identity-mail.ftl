<#import "template.ftl" as layout>
<@layout.emailLayout>
<#list body?split("\n\n") as paragraph>
<p>${paragraph}</p>
</#list>
</@layout.emailLayout>
